// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

/** What a key is for, in AWS KMS's words. A key made through the JCA may have several. */
public enum KeyUsage {
  SIGN_VERIFY,
  ENCRYPT_DECRYPT,
  GENERATE_VERIFY_MAC
}
