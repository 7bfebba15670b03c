// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session that is kept and never lent, so that the session objects made on it stay. Its lock is
 * held while it works, and by nobody who only borrows from the pool.
 */
abstract class AnchorSession {
  final Token token;
  private final AtomicLong epoch;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Session session;
  private boolean closed;

  /**
   * @param epoch grows when a session is lost, and its objects with it
   */
  AnchorSession(Token token, AtomicLong epoch) {
    this.token = token;
    this.epoch = epoch;
  }

  /**
   * Under the lock: makes the session fit for use.
   *
   * @return whether there is one
   */
  abstract boolean makeReady() throws Pkcs11Exception;

  /** The token failed: look at this session before anybody relies on it again. */
  abstract void suspect();

  boolean tryAcquire() {
    return lock.tryLock();
  }

  void acquire(long timeoutNanos) throws SessionTimeoutException {
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

  void release() {
    lock.unlock();
  }

  /** How many threads wait for it, more or less. */
  int waiting() {
    return lock.getQueueLength();
  }

  boolean isOpen() {
    return session != null;
  }

  /** Under the lock, and ready. */
  <T> T run(SessionCall<T> call) throws Pkcs11Exception {
    try {
      return call.call(session);
    } finally {
      dropIfOperationRunning();
    }
  }

  /** Waits for a call that is running. */
  void close() {
    lock.lock();
    try {
      closed = true;
      drop();
    } finally {
      lock.unlock();
    }
  }

  void checkOpen() {
    if (closed) {
      throw new IllegalStateException("the session pool of " + token + " is closed");
    }
  }

  Session session() {
    return session;
  }

  void use(Session opened) {
    session = opened;
  }

  /** Asks the token; a session that does not answer any more is dropped. */
  boolean isAlive() {
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

  void drop() {
    Session last = session;
    if (last != null) {
      session = null;
      epoch.incrementAndGet();
      last.close();
    }
  }

  private void dropIfOperationRunning() {
    // Session objects die with it; but a session with a foreign operation in it serves nobody.
    Session last = session;
    if (last != null && last.isOperationRunning()) {
      drop();
    }
  }
}
