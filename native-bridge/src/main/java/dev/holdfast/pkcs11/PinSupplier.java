// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * Where a PIN comes from at the moment of a login. Called again for a later login, if the token
 * loses the first one; never after a PIN was refused.
 */
@FunctionalInterface
public interface PinSupplier {
  /**
   * A fresh array, which the caller wipes after use; null when the token has a PIN pad of its own
   * (PKCS #11 2.40, CKF_PROTECTED_AUTHENTICATION_PATH).
   */
  char[] get();
}
