// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One more anchor session, which is one of the pool's that was kept from lending. */
final class SideAnchor extends AnchorSession {
  /** Where its session comes from. */
  interface Supply {
    /** A session that is logged in; empty while the pool has none to spare. */
    Optional<Session> take() throws Pkcs11Exception;

    /** After a session that was taken is closed: the pool may have another one in its place. */
    void closed();
  }

  private final Supply supply;
  private volatile boolean suspect;

  SideAnchor(Token token, AtomicLong epoch, Supply supply) {
    super(token, epoch);
    this.supply = supply;
  }

  @Override
  void suspect() {
    suspect = true;
  }

  /** A session that still answers is kept: its objects are still there. */
  @Override
  boolean makeReady() throws Pkcs11Exception {
    checkOpen();
    if (suspect) {
      // Before the token is asked: it may fail again meanwhile.
      suspect = false;
      isAlive();
    }
    if (!isOpen()) {
      supply.take().ifPresent(this::use);
    }
    return isOpen();
  }

  @Override
  void drop() {
    boolean open = isOpen();
    super.drop();
    if (open) {
      supply.closed();
    }
  }
}
