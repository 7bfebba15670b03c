// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * Bit flags, CKF_*, grouped by the structure whose field they belong to (PKCS #11 2.40, section 3).
 */
public final class Ckf {
  public static final long CKF_TOKEN_PRESENT = 0x0001L;
  public static final long CKF_REMOVABLE_DEVICE = 0x0002L;
  public static final long CKF_HW_SLOT = 0x0004L;
  public static final long CKF_RNG = 0x0001L;
  public static final long CKF_WRITE_PROTECTED = 0x0002L;
  public static final long CKF_LOGIN_REQUIRED = 0x0004L;
  public static final long CKF_USER_PIN_INITIALIZED = 0x0008L;
  public static final long CKF_PROTECTED_AUTHENTICATION_PATH = 0x0100L;
  public static final long CKF_TOKEN_INITIALIZED = 0x0400L;
  public static final long CKF_USER_PIN_COUNT_LOW = 0x00010000L;
  public static final long CKF_USER_PIN_FINAL_TRY = 0x00020000L;
  public static final long CKF_USER_PIN_LOCKED = 0x00040000L;
  public static final long CKF_RW_SESSION = 0x0002L;
  public static final long CKF_SERIAL_SESSION = 0x0004L;
  public static final long CKF_OS_LOCKING_OK = 0x0002L;
  public static final long CKF_HW = 0x0001L;
  public static final long CKF_ENCRYPT = 0x0100L;
  public static final long CKF_DECRYPT = 0x0200L;
  public static final long CKF_DIGEST = 0x0400L;
  public static final long CKF_SIGN = 0x0800L;
  public static final long CKF_VERIFY = 0x2000L;
  public static final long CKF_GENERATE = 0x8000L;
  public static final long CKF_GENERATE_KEY_PAIR = 0x00010000L;
  public static final long CKF_WRAP = 0x00020000L;
  public static final long CKF_UNWRAP = 0x00040000L;
  public static final long CKF_DERIVE = 0x00080000L;

  private Ckf() {}
}
