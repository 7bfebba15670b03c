// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Layouts against the C compiler's. The tables were printed by gcc 12 on x86-64 from p11-kit's
 * pkcs11.h, with {@code sizeof(CK_INFO)} and {@code offsetof(CK_INFO, flags)} for each line.
 */
class CkLayoutTest {
  @ParameterizedTest
  @CsvSource({
    "CK_INFO, 88",
    "CK_INFO_MANUFACTURER, 2",
    "CK_INFO_DESCRIPTION, 48",
    "CK_INFO_LIBRARY_VERSION, 80",
    "CK_SLOT_INFO, 112",
    "CK_SLOT_INFO_MANUFACTURER, 64",
    "CK_SLOT_INFO_FLAGS, 96",
    "CK_TOKEN_INFO, 208",
    "CK_TOKEN_INFO_MANUFACTURER, 32",
    "CK_TOKEN_INFO_MODEL, 64",
    "CK_TOKEN_INFO_SERIAL, 80",
    "CK_TOKEN_INFO_FLAGS, 96",
    "CK_TOKEN_INFO_MAX_SESSIONS, 104",
    "CK_TOKEN_INFO_SESSIONS, 112",
    "CK_TOKEN_INFO_MAX_RW_SESSIONS, 120",
    "CK_TOKEN_INFO_RW_SESSIONS, 128",
    "CK_TOKEN_INFO_MAX_PIN, 136",
    "CK_TOKEN_INFO_MIN_PIN, 144",
    "CK_TOKEN_INFO_HARDWARE_VERSION, 184",
    "CK_TOKEN_INFO_FIRMWARE_VERSION, 186",
    "CK_SESSION_INFO, 32",
    "CK_SESSION_INFO_STATE, 8",
    "CK_MECHANISM_INFO, 24",
    "CK_MECHANISM, 24",
    "CK_ATTRIBUTE, 24",
    "CK_ATTRIBUTE_VALUE, 8",
    "CK_ATTRIBUTE_LENGTH, 16",
    "CK_C_INITIALIZE_ARGS_FLAGS, 32",
    "CK_C_INITIALIZE_ARGS_RESERVED, 40",
    "CK_RSA_PKCS_PSS_PARAMS, 24",
    "CK_RSA_PKCS_OAEP_PARAMS, 40",
    "CK_GCM_PARAMS, 48",
    "CK_CCM_PARAMS, 48",
    "CK_SALSA20_CHACHA20_POLY1305_PARAMS, 32",
    "CK_AES_CTR_PARAMS, 24",
    "CK_ECDH1_DERIVE_PARAMS, 40",
    "CK_KEY_DERIVATION_STRING_DATA, 16",
    "CK_AES_CBC_ENCRYPT_DATA_PARAMS, 32"
  })
  void structure_isLaidOutAsInC(String constant, int expected) throws Exception {
    assertEquals(expected, CkLayout.class.getField(constant).getInt(null));
  }

  @ParameterizedTest
  @CsvSource({
    "C_Initialize, 8",
    "C_Finalize, 16",
    "C_GetInfo, 24",
    "C_GetFunctionList, 32",
    "C_GetSlotList, 40",
    "C_GetSlotInfo, 48",
    "C_GetTokenInfo, 56",
    "C_GetMechanismList, 64",
    "C_GetMechanismInfo, 72",
    "C_OpenSession, 104",
    "C_CloseSession, 112",
    "C_GetSessionInfo, 128",
    "C_Login, 152",
    "C_Logout, 160",
    "C_CreateObject, 168",
    "C_CopyObject, 176",
    "C_DestroyObject, 184",
    "C_GetAttributeValue, 200",
    "C_SetAttributeValue, 208",
    "C_FindObjectsInit, 216",
    "C_FindObjects, 224",
    "C_FindObjectsFinal, 232",
    "C_EncryptInit, 240",
    "C_Encrypt, 248",
    "C_DecryptInit, 272",
    "C_Decrypt, 280",
    "C_SignInit, 344",
    "C_Sign, 352",
    "C_SignUpdate, 360",
    "C_SignFinal, 368",
    "C_GenerateKey, 472",
    "C_GenerateKeyPair, 480",
    "C_WrapKey, 488",
    "C_UnwrapKey, 496",
    "C_DeriveKey, 504",
    "C_SeedRandom, 512",
    "C_GenerateRandom, 520"
  })
  void function_standsInTheListAsInC(CkFunction function, int offset) {
    assertEquals(offset, 8 + 8 * function.index);
  }
}
