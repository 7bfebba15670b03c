// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.pkcs11.Approval;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;

/**
 * Messages that a token hashes itself, for a MAC or a signature: in one call, and long ones in
 * parts, so that a session's buffer stays small. For mechanisms that take parts (PKCS #11 2.40,
 * section 5.11); those that do not, such as CKM_EDDSA, are left alone.
 */
final class MessageParts {
  /** More bytes than this go in parts. */
  private static final int PART = 1 << 16;

  private MessageParts() {}

  /**
   * C_SignInit and C_Sign; or C_SignInit, C_SignUpdate for each part, and C_SignFinal.
   *
   * @param size bytes of the result
   */
  static byte[] sign(
      Session session,
      Mechanism mechanism,
      long key,
      Approval approval,
      byte[] in,
      int offset,
      int length,
      int size)
      throws Pkcs11Exception {
    if (length <= PART) {
      return session.sign(mechanism, key, approval, in, offset, length, size);
    }
    session.signInit(mechanism, key);
    approval.give(session);
    for (int done = 0; done < length; done += PART) {
      session.signUpdate(in, offset + done, Math.min(PART, length - done));
    }
    return session.signFinal(size);
  }
}
