// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

/** What a key is for, in AWS KMS's words. A key made through the JCA may have several. */
public enum KeyUsage {
  SIGN_VERIFY,
  /** Wrapping and unwrapping other keys counts as encryption and decryption. */
  ENCRYPT_DECRYPT,
  GENERATE_VERIFY_MAC,
  /** Agreeing on a secret, and deriving keys from one. */
  KEY_AGREEMENT,
  ENCAPSULATE_DECAPSULATE
}
