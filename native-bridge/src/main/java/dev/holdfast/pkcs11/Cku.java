// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/** User types of C_Login, CKU_* (PKCS #11 2.40, section 5.6). */
public final class Cku {
  public static final long CKU_SO = 0x0000L;
  public static final long CKU_USER = 0x0001L;
  public static final long CKU_CONTEXT_SPECIFIC = 0x0002L;

  private Cku() {}
}
