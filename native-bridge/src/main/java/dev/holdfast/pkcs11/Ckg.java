// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * Mask generation functions, CKG_* (PKCS #11 2.40, Current Mechanisms, section 2.1.7; the SHA-3
 * ones are from 3.0).
 */
public final class Ckg {
  public static final long CKG_MGF1_SHA1 = 0x0001L;
  public static final long CKG_MGF1_SHA224 = 0x0005L;
  public static final long CKG_MGF1_SHA256 = 0x0002L;
  public static final long CKG_MGF1_SHA384 = 0x0003L;
  public static final long CKG_MGF1_SHA512 = 0x0004L;
  public static final long CKG_MGF1_SHA3_224 = 0x0006L;
  public static final long CKG_MGF1_SHA3_256 = 0x0007L;
  public static final long CKG_MGF1_SHA3_384 = 0x0008L;
  public static final long CKG_MGF1_SHA3_512 = 0x0009L;

  private Ckg() {}
}
