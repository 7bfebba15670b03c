// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/** Key types, CKK_* (PKCS #11 2.40, section 4.7). */
public final class Ckk {
  public static final long CKK_RSA = 0x0000L;
  public static final long CKK_DSA = 0x0001L;
  public static final long CKK_DH = 0x0002L;
  public static final long CKK_EC = 0x0003L;
  public static final long CKK_GENERIC_SECRET = 0x0010L;
  public static final long CKK_RC4 = 0x0012L;
  public static final long CKK_DES = 0x0013L;
  public static final long CKK_DES2 = 0x0014L;
  public static final long CKK_DES3 = 0x0015L;
  public static final long CKK_AES = 0x001fL;
  public static final long CKK_SHA_1_HMAC = 0x0028L;
  public static final long CKK_SHA256_HMAC = 0x002bL;
  public static final long CKK_SHA384_HMAC = 0x002cL;
  public static final long CKK_SHA512_HMAC = 0x002dL;
  public static final long CKK_SHA224_HMAC = 0x002eL;
  public static final long CKK_GOSTR3410 = 0x0030L;
  public static final long CKK_CHACHA20 = 0x0033L;
  public static final long CKK_EC_EDWARDS = 0x0040L;
  public static final long CKK_EC_MONTGOMERY = 0x0041L;

  /** Types from here on are the vendor's own. */
  public static final long CKK_VENDOR_DEFINED = 0x80000000L;

  private Ckk() {}
}
