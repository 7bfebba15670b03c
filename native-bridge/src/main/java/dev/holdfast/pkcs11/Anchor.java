// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one session per token that is never lent: the login is made on it, and session objects are,
 * so that both live as long as the connection. Its lock is held while it works, and by nobody who
 * only borrows from the pool.
 */
final class Anchor {
  private final Token token;
  private final TokenLogin login = new TokenLogin(Cku.CKU_USER);
  private final ReentrantLock lock = new ReentrantLock();
  private Session session;
  private boolean closed;
  private volatile boolean ready;
  private volatile boolean loggedIn;
  private final AtomicLong epoch = new AtomicLong();
  private final AtomicLong logins = new AtomicLong();

  Anchor(Token token) {
    this.token = token;
  }

  /** Counts openings: objects of an earlier one are gone. */
  long epoch() {
    return epoch.get();
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
        open();
      } finally {
        lock.unlock();
      }
    }
  }

  void login(PinSupplier pin) throws Pkcs11Exception {
    lock.lock();
    try {
      login.replace(pin);
      loggedIn = false;
      ready = false;
      open();
    } finally {
      lock.unlock();
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
        open();
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  <T> T call(SessionCall<T> call, long timeoutNanos) throws Pkcs11Exception {
    acquire(timeoutNanos);
    try {
      login.throwIfRefused();
      open();
      T result = call.call(session);
      dropIfOperationRunning();
      return result;
    } catch (Pkcs11Exception e) {
      dropIfOperationRunning();
      throw e;
    } finally {
      lock.unlock();
    }
  }

  /** The token failed: look at this session before anybody relies on it again. */
  void suspect() {
    ready = false;
  }

  void close() {
    lock.lock();
    try {
      closed = true;
      drop();
    } finally {
      lock.unlock();
    }
  }

  private void acquire(long timeoutNanos) throws SessionTimeoutException {
    try {
      if (!lock.tryLock(timeoutNanos, TimeUnit.NANOSECONDS)) {
        throw new SessionTimeoutException(
            "the anchor session with "
                + token
                + " (login, session objects) was busy for "
                + TimeUnit.NANOSECONDS.toMillis(timeoutNanos)
                + " ms, with "
                + lock.getQueueLength()
                + " more waiting",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SessionTimeoutException("interrupted while waiting for the anchor session", e);
    }
  }

  /** Under the lock. A session that still answers is kept: its objects are still there. */
  private void open() throws Pkcs11Exception {
    if (closed) {
      throw new IllegalStateException("the session pool of " + token + " is closed");
    }
    if (ready) {
      return;
    }
    login.throwIfRefused();
    boolean stillLoggedIn = isAlive() && isUserState();
    if (session == null) {
      session = token.openSession();
      epoch.incrementAndGet();
    }
    if (!stillLoggedIn || !loggedIn) {
      login.perform(session);
      logins.incrementAndGet();
      loggedIn = login.isWanted();
    }
    ready = true;
  }

  private boolean isAlive() {
    if (session == null) {
      return false;
    }
    try {
      session.state();
      return true;
    } catch (Pkcs11Exception e) {
      drop();
      return false;
    }
  }

  private boolean isUserState() throws Pkcs11Exception {
    long state = session.state();
    return state == Cks.CKS_RW_USER_FUNCTIONS || state == Cks.CKS_RO_USER_FUNCTIONS;
  }

  private void dropIfOperationRunning() {
    // Session objects die with it; but a session with a foreign operation in it serves nobody.
    if (session != null && session.isOperationRunning()) {
      drop();
    }
  }

  private void drop() {
    ready = false;
    loggedIn = false;
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
