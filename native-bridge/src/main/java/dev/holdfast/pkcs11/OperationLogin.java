// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The login for one operation, C_Login with CKU_CONTEXT_SPECIFIC, with the token's PIN.
 * Thread-safe: one caller at a time, so that a PIN that has become wrong is given to the token once
 * and not by each thread, and never again after it was refused; other keys of the token go on
 * working.
 */
public final class OperationLogin implements Approval {
  private final TokenLogin login = new TokenLogin(Cku.CKU_CONTEXT_SPECIFIC);
  private final ReentrantLock lock = new ReentrantLock();
  private final Duration patience;

  /**
   * @param pin asked for each time
   * @param patience how long to wait for others' logins
   */
  public OperationLogin(PinSupplier pin, Duration patience) {
    this.patience = patience;
    login.replace(pin);
  }

  @Override
  public void give(Session session) throws Pkcs11Exception {
    login.throwIfRefused();
    try {
      if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SessionTimeoutException(
            "other operations waited for the PIN of their keys for "
                + patience.toMillis()
                + " ms; their keys want it for each use (CKA_ALWAYS_AUTHENTICATE)",
            null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SessionTimeoutException("interrupted while waiting to give a key's PIN", e);
    }
    try {
      login.perform(session);
    } finally {
      lock.unlock();
    }
  }
}
