// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * What the user has to do for each single operation with a private key, between its Init and the
 * operation (PKCS #11 2.40, section 4.9, CKA_ALWAYS_AUTHENTICATE).
 */
@FunctionalInterface
public interface Approval {
  /** For keys that a login to the token is enough for. */
  Approval NOT_NEEDED = session -> {};

  /**
   * Gives it for the operation that was begun in a session.
   *
   * @throws Pkcs11Exception the operation is then still running, and the session of no use
   */
  void give(Session session) throws Pkcs11Exception;
}
