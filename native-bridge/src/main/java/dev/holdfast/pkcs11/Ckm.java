// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * Mechanisms, CKM_* (PKCS #11 2.40, Current Mechanisms; SHA-3, EdDSA and ChaCha20 are from 3.0).
 */
public final class Ckm {
  public static final long CKM_RSA_PKCS_KEY_PAIR_GEN = 0x0000L;
  public static final long CKM_RSA_PKCS = 0x0001L;
  public static final long CKM_RSA_X_509 = 0x0003L;
  public static final long CKM_SHA1_RSA_PKCS = 0x0006L;
  public static final long CKM_RSA_PKCS_OAEP = 0x0009L;
  public static final long CKM_RSA_PKCS_PSS = 0x000dL;
  public static final long CKM_SHA1_RSA_PKCS_PSS = 0x000eL;
  public static final long CKM_SHA256_RSA_PKCS = 0x0040L;
  public static final long CKM_SHA384_RSA_PKCS = 0x0041L;
  public static final long CKM_SHA512_RSA_PKCS = 0x0042L;
  public static final long CKM_SHA224_RSA_PKCS = 0x0046L;
  public static final long CKM_SHA3_224_RSA_PKCS = 0x0066L;
  public static final long CKM_SHA3_256_RSA_PKCS = 0x0060L;
  public static final long CKM_SHA3_384_RSA_PKCS = 0x0061L;
  public static final long CKM_SHA3_512_RSA_PKCS = 0x0062L;
  public static final long CKM_SHA256_RSA_PKCS_PSS = 0x0043L;
  public static final long CKM_SHA384_RSA_PKCS_PSS = 0x0044L;
  public static final long CKM_SHA512_RSA_PKCS_PSS = 0x0045L;
  public static final long CKM_SHA224_RSA_PKCS_PSS = 0x0047L;
  public static final long CKM_SHA3_224_RSA_PKCS_PSS = 0x0067L;
  public static final long CKM_SHA3_256_RSA_PKCS_PSS = 0x0063L;
  public static final long CKM_SHA3_384_RSA_PKCS_PSS = 0x0064L;
  public static final long CKM_SHA3_512_RSA_PKCS_PSS = 0x0065L;
  public static final long CKM_RSA_AES_KEY_WRAP = 0x1054L;
  public static final long CKM_SHA_1 = 0x0220L;
  public static final long CKM_SHA224 = 0x0255L;
  public static final long CKM_SHA256 = 0x0250L;
  public static final long CKM_SHA384 = 0x0260L;
  public static final long CKM_SHA512 = 0x0270L;
  public static final long CKM_SHA_1_HMAC = 0x0221L;
  public static final long CKM_SHA224_HMAC = 0x0256L;
  public static final long CKM_SHA256_HMAC = 0x0251L;
  public static final long CKM_SHA384_HMAC = 0x0261L;
  public static final long CKM_SHA512_HMAC = 0x0271L;
  public static final long CKM_GENERIC_SECRET_KEY_GEN = 0x0350L;
  public static final long CKM_EC_KEY_PAIR_GEN = 0x1040L;
  public static final long CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055L;
  public static final long CKM_EC_MONTGOMERY_KEY_PAIR_GEN = 0x1056L;
  public static final long CKM_ECDSA = 0x1041L;
  public static final long CKM_ECDSA_SHA1 = 0x1042L;
  public static final long CKM_ECDSA_SHA224 = 0x1043L;
  public static final long CKM_ECDSA_SHA256 = 0x1044L;
  public static final long CKM_ECDSA_SHA384 = 0x1045L;
  public static final long CKM_ECDSA_SHA512 = 0x1046L;
  public static final long CKM_ECDSA_SHA3_224 = 0x1047L;
  public static final long CKM_ECDSA_SHA3_256 = 0x1048L;
  public static final long CKM_ECDSA_SHA3_384 = 0x1049L;
  public static final long CKM_ECDSA_SHA3_512 = 0x104aL;
  public static final long CKM_EDDSA = 0x1057L;
  public static final long CKM_ECDH1_DERIVE = 0x1050L;
  public static final long CKM_ECDH1_COFACTOR_DERIVE = 0x1051L;
  public static final long CKM_DES3_KEY_GEN = 0x0131L;
  public static final long CKM_DES3_CBC = 0x0133L;
  public static final long CKM_CHACHA20_KEY_GEN = 0x1225L;
  public static final long CKM_CHACHA20_POLY1305 = 0x4021L;
  public static final long CKM_AES_KEY_GEN = 0x1080L;
  public static final long CKM_AES_ECB = 0x1081L;
  public static final long CKM_AES_CBC = 0x1082L;
  public static final long CKM_AES_CBC_PAD = 0x1085L;
  public static final long CKM_AES_CTR = 0x1086L;
  public static final long CKM_AES_GCM = 0x1087L;
  public static final long CKM_AES_CCM = 0x1088L;
  public static final long CKM_AES_CMAC = 0x108aL;
  public static final long CKM_AES_KEY_WRAP = 0x2109L;
  public static final long CKM_AES_KEY_WRAP_PAD = 0x210aL;
  public static final long CKM_AES_ECB_ENCRYPT_DATA = 0x1104L;
  public static final long CKM_AES_CBC_ENCRYPT_DATA = 0x1105L;
  public static final long CKM_SHA512_224 = 0x0048L;
  public static final long CKM_SHA512_224_HMAC = 0x0049L;
  public static final long CKM_SHA512_256 = 0x004cL;
  public static final long CKM_SHA512_256_HMAC = 0x004dL;
  public static final long CKM_SHA3_224 = 0x02b5L;
  public static final long CKM_SHA3_224_HMAC = 0x02b6L;
  public static final long CKM_SHA3_256 = 0x02b0L;
  public static final long CKM_SHA3_256_HMAC = 0x02b1L;
  public static final long CKM_SHA3_384 = 0x02c0L;
  public static final long CKM_SHA3_384_HMAC = 0x02c1L;
  public static final long CKM_SHA3_512 = 0x02d0L;
  public static final long CKM_SHA3_512_HMAC = 0x02d1L;

  private Ckm() {}
}
