// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.concurrent.atomic.AtomicLong;

/** The anchor session that there always is: the login is made on it, and lives as long as it. */
final class Anchor extends AnchorSession {
  private final TokenLogin login = new TokenLogin(Cku.CKU_USER);
  private volatile boolean ready;
  private volatile boolean loggedIn;
  private final AtomicLong logins = new AtomicLong();

  Anchor(Token token, AtomicLong epoch) {
    super(token, epoch);
  }

  /**
   * Counts logins, so that of many threads that find the login lost only the first makes a new one.
   */
  long logins() {
    return logins.get();
  }

  boolean isLoggedIn() {
    return loggedIn;
  }

  /** Nothing to do, at the price of two volatile reads, while all is well. */
  void ensureReady(long timeoutNanos) throws Pkcs11Exception {
    login.throwIfRefused();
    if (!ready) {
      acquire(timeoutNanos);
      try {
        makeReady();
      } finally {
        release();
      }
    }
  }

  void login(PinSupplier pin, long timeoutNanos) throws Pkcs11Exception {
    acquire(timeoutNanos);
    try {
      login.replace(pin);
      loggedIn = false;
      ready = false;
      makeReady();
    } finally {
      release();
    }
  }

  /** After CKR_USER_NOT_LOGGED_IN. False when no PIN was ever given. */
  boolean loginAgain(long loginsSeen, long timeoutNanos) throws Pkcs11Exception {
    acquire(timeoutNanos);
    try {
      if (!login.isWanted()) {
        return false;
      }
      if (logins.get() == loginsSeen) {
        loggedIn = false;
        ready = false;
        makeReady();
      }
      return true;
    } finally {
      release();
    }
  }

  @Override
  void suspect() {
    ready = false;
  }

  /** A session that still answers is kept: its objects are still there. */
  @Override
  boolean makeReady() throws Pkcs11Exception {
    checkOpen();
    login.throwIfRefused();
    if (ready) {
      return true;
    }
    boolean stillLoggedIn = isAlive() && isUserState();
    if (!isOpen()) {
      use(token.openSession());
    }
    if (!stillLoggedIn || !loggedIn) {
      login.perform(session());
      logins.incrementAndGet();
      loggedIn = login.isWanted();
    }
    ready = true;
    return true;
  }

  private boolean isUserState() throws Pkcs11Exception {
    long state = session().state();
    return state == Cks.CKS_RW_USER_FUNCTIONS || state == Cks.CKS_RO_USER_FUNCTIONS;
  }

  @Override
  void drop() {
    ready = false;
    loggedIn = false;
    super.drop();
  }
}
