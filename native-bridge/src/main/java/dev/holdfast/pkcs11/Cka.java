// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/** Attribute types, CKA_* (PKCS #11 2.40, section 4). */
public final class Cka {
  public static final long CKA_CLASS = 0x0000L;
  public static final long CKA_TOKEN = 0x0001L;
  public static final long CKA_PRIVATE = 0x0002L;
  public static final long CKA_LABEL = 0x0003L;
  public static final long CKA_UNIQUE_ID = 0x0004L;
  public static final long CKA_APPLICATION = 0x0010L;
  public static final long CKA_VALUE = 0x0011L;
  public static final long CKA_OBJECT_ID = 0x0012L;
  public static final long CKA_CERTIFICATE_TYPE = 0x0080L;
  public static final long CKA_ISSUER = 0x0081L;
  public static final long CKA_SERIAL_NUMBER = 0x0082L;
  public static final long CKA_TRUSTED = 0x0086L;
  public static final long CKA_CERTIFICATE_CATEGORY = 0x0087L;
  public static final long CKA_CHECK_VALUE = 0x0090L;
  public static final long CKA_KEY_TYPE = 0x0100L;
  public static final long CKA_SUBJECT = 0x0101L;
  public static final long CKA_ID = 0x0102L;
  public static final long CKA_SENSITIVE = 0x0103L;
  public static final long CKA_ENCRYPT = 0x0104L;
  public static final long CKA_DECRYPT = 0x0105L;
  public static final long CKA_WRAP = 0x0106L;
  public static final long CKA_UNWRAP = 0x0107L;
  public static final long CKA_SIGN = 0x0108L;
  public static final long CKA_SIGN_RECOVER = 0x0109L;
  public static final long CKA_VERIFY = 0x010aL;
  public static final long CKA_VERIFY_RECOVER = 0x010bL;
  public static final long CKA_DERIVE = 0x010cL;
  public static final long CKA_START_DATE = 0x0110L;
  public static final long CKA_END_DATE = 0x0111L;
  public static final long CKA_MODULUS = 0x0120L;
  public static final long CKA_MODULUS_BITS = 0x0121L;
  public static final long CKA_PUBLIC_EXPONENT = 0x0122L;
  public static final long CKA_PRIVATE_EXPONENT = 0x0123L;
  public static final long CKA_PRIME_1 = 0x0124L;
  public static final long CKA_PRIME_2 = 0x0125L;
  public static final long CKA_EXPONENT_1 = 0x0126L;
  public static final long CKA_EXPONENT_2 = 0x0127L;
  public static final long CKA_COEFFICIENT = 0x0128L;
  public static final long CKA_PUBLIC_KEY_INFO = 0x0129L;
  public static final long CKA_PRIME = 0x0130L;
  public static final long CKA_SUBPRIME = 0x0131L;
  public static final long CKA_BASE = 0x0132L;
  public static final long CKA_VALUE_LEN = 0x0161L;
  public static final long CKA_EXTRACTABLE = 0x0162L;
  public static final long CKA_LOCAL = 0x0163L;
  public static final long CKA_NEVER_EXTRACTABLE = 0x0164L;
  public static final long CKA_ALWAYS_SENSITIVE = 0x0165L;
  public static final long CKA_KEY_GEN_MECHANISM = 0x0166L;
  public static final long CKA_MODIFIABLE = 0x0170L;
  public static final long CKA_COPYABLE = 0x0171L;
  public static final long CKA_DESTROYABLE = 0x0172L;
  public static final long CKA_EC_PARAMS = 0x0180L;
  public static final long CKA_EC_POINT = 0x0181L;
  public static final long CKA_ALWAYS_AUTHENTICATE = 0x0202L;
  public static final long CKA_WRAP_WITH_TRUSTED = 0x0210L;
  public static final long CKA_WRAP_TEMPLATE = 0x40000211L;
  public static final long CKA_UNWRAP_TEMPLATE = 0x40000212L;
  public static final long CKA_DERIVE_TEMPLATE = 0x40000213L;
  public static final long CKA_ALLOWED_MECHANISMS = 0x40000600L;

  private Cka() {}
}
