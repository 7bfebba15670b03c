// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * No session came free before the deadline, or the waiting thread was interrupted (its interrupt
 * flag is set again). Always CKR_SESSION_COUNT of C_OpenSession, so that a table of return values
 * covers it; the message has the pool's numbers.
 */
public final class SessionTimeoutException extends Pkcs11Exception {
  private static final long serialVersionUID = 1L;

  SessionTimeoutException(String message, Throwable cause) {
    super(Ckr.CKR_SESSION_COUNT, "C_OpenSession", message, cause);
  }
}
