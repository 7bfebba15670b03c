// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11.raw;

/**
 * Sizes and offsets, in bytes, of the structures of pkcs11t.h where CK_ULONG and pointers have 64
 * bits and natural alignment (all 64-bit Unix systems). Windows packs them and has 32-bit
 * CK_ULONGs.
 */
public final class CkLayout {
  public static final int ULONG = 8;

  public static final int CK_INFO = 88;
  public static final int CK_INFO_MANUFACTURER = 2;
  public static final int CK_INFO_DESCRIPTION = 48;
  public static final int CK_INFO_LIBRARY_VERSION = 80;

  public static final int CK_SLOT_INFO = 112;
  public static final int CK_SLOT_INFO_MANUFACTURER = 64;
  public static final int CK_SLOT_INFO_FLAGS = 96;

  public static final int CK_TOKEN_INFO = 208;
  public static final int CK_TOKEN_INFO_MANUFACTURER = 32;
  public static final int CK_TOKEN_INFO_MODEL = 64;
  public static final int CK_TOKEN_INFO_SERIAL = 80;
  public static final int CK_TOKEN_INFO_FLAGS = 96;
  public static final int CK_TOKEN_INFO_MAX_SESSIONS = 104;
  public static final int CK_TOKEN_INFO_SESSIONS = 112;
  public static final int CK_TOKEN_INFO_MAX_RW_SESSIONS = 120;
  public static final int CK_TOKEN_INFO_RW_SESSIONS = 128;
  public static final int CK_TOKEN_INFO_MAX_PIN = 136;
  public static final int CK_TOKEN_INFO_MIN_PIN = 144;
  public static final int CK_TOKEN_INFO_HARDWARE_VERSION = 184;
  public static final int CK_TOKEN_INFO_FIRMWARE_VERSION = 186;

  public static final int CK_SESSION_INFO = 32;
  public static final int CK_SESSION_INFO_STATE = 8;
  public static final int CK_MECHANISM_INFO = 24;
  public static final int CK_MECHANISM = 24;
  public static final int CK_ATTRIBUTE = 24;
  public static final int CK_ATTRIBUTE_VALUE = 8;
  public static final int CK_ATTRIBUTE_LENGTH = 16;

  /** With the LibraryParameters that NSS inserts before pReserved: a longer block harms nobody. */
  public static final int CK_C_INITIALIZE_ARGS = 56;

  public static final int CK_C_INITIALIZE_ARGS_FLAGS = 32;
  public static final int CK_C_INITIALIZE_ARGS_RESERVED = 40;

  public static final int CK_RSA_PKCS_PSS_PARAMS = 24;
  public static final int CK_RSA_PKCS_OAEP_PARAMS = 40;
  public static final int CK_GCM_PARAMS = 48;
  public static final int CK_CCM_PARAMS = 48;
  public static final int CK_SALSA20_CHACHA20_POLY1305_PARAMS = 32;
  public static final int CK_AES_CTR_PARAMS = 24;
  public static final int CK_ECDH1_DERIVE_PARAMS = 40;
  public static final int CK_KEY_DERIVATION_STRING_DATA = 16;
  public static final int CK_AES_CBC_ENCRYPT_DATA_PARAMS = 32;

  private CkLayout() {}
}
