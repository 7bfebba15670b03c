// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/** Key derivation functions of ECDH, CKD_* (PKCS #11 2.40, Current Mechanisms, section 2.3.13). */
public final class Ckd {
  public static final long CKD_NULL = 0x0001L;
  public static final long CKD_SHA1_KDF = 0x0002L;
  public static final long CKD_SHA224_KDF = 0x0005L;
  public static final long CKD_SHA256_KDF = 0x0006L;
  public static final long CKD_SHA384_KDF = 0x0007L;
  public static final long CKD_SHA512_KDF = 0x0008L;

  private Ckd() {}
}
