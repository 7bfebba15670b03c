// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The sessions with one token that are never lent. Session objects are gone when the session that
 * made them is closed (C_CloseSession: PKCS #11 2.40, section 5.6), so they are made on sessions
 * that stay. One of these there always is, with the login. While several threads make objects at
 * once the pool spares others, so that they do not wait for each other: a quarter of its sessions
 * at most, none where it has fewer than four or the token gives no more.
 *
 * <p>Each has a lock; there is none over them all.
 */
final class Anchors {
  private static final int SHARE_OF_POOL = 4;

  /** More threads than these make objects faster than any token does. */
  private static final int MOST_SIDES = 7;

  /** A pool that had nothing to spare is not asked again sooner. */
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AtomicLong epoch = new AtomicLong();
  private final Anchor first;
  private final List<SideAnchor> sides;
  private volatile long nothingSpareAt = System.nanoTime() - RETRY_NANOS;

  /**
   * @param max sessions of the pool
   */
  Anchors(Token token, int max, SideAnchor.Supply supply) {
    this.first = new Anchor(token, epoch);
    List<SideAnchor> anchors = new ArrayList<>();
    for (int i = 0; i < Math.min(MOST_SIDES, max / SHARE_OF_POOL); i++) {
      anchors.add(new SideAnchor(token, epoch, supply));
    }
    this.sides = List.copyOf(anchors);
  }

  /** The one with the login. */
  Anchor first() {
    return first;
  }

  /** Grows when any of the sessions is lost: objects of an earlier number may be gone. */
  long epoch() {
    return epoch.get();
  }

  /** Runs a call on an anchor session that is free, or when one comes free. */
  <T> T call(SessionCall<T> call, long timeoutNanos) throws Pkcs11Exception {
    if (first.tryAcquire()) {
      return runOnFirst(call);
    }
    for (SideAnchor side : sides) {
      if (mayServe(side) && side.tryAcquire()) {
        try {
          if (isReady(side)) {
            return side.run(call);
          }
        } finally {
          side.release();
        }
      }
    }
    return waiting(call, timeoutNanos);
  }

  private <T> T waiting(SessionCall<T> call, long timeoutNanos) throws Pkcs11Exception {
    AnchorSession shortest = first;
    for (SideAnchor side : sides) {
      if (side.isOpen() && side.waiting() < shortest.waiting()) {
        shortest = side;
      }
    }
    shortest.acquire(timeoutNanos);
    if (shortest == first) {
      return runOnFirst(call);
    }
    try {
      if (shortest.makeReady()) {
        return shortest.run(call);
      }
    } finally {
      shortest.release();
    }
    // It was lost while this thread waited.
    first.acquire(timeoutNanos);
    return runOnFirst(call);
  }

  private <T> T runOnFirst(SessionCall<T> call) throws Pkcs11Exception {
    try {
      first.makeReady();
      return first.run(call);
    } finally {
      first.release();
    }
  }

  private boolean mayServe(SideAnchor side) {
    return side.isOpen() || System.nanoTime() - nothingSpareAt >= RETRY_NANOS;
  }

  private boolean isReady(SideAnchor side) throws Pkcs11Exception {
    boolean ready = side.makeReady();
    if (!ready) {
      nothingSpareAt = System.nanoTime();
    }
    return ready;
  }

  /** The token failed: none is relied on before it was looked at. */
  void suspect() {
    first.suspect();
    sides.forEach(AnchorSession::suspect);
  }

  /** Waits for the calls that are running. */
  void close() {
    first.close();
    sides.forEach(AnchorSession::close);
  }
}
