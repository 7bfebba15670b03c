// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11.raw;

/**
 * The functions used here, by the names and in the order of CK_FUNCTION_LIST (PKCS #11 2.40,
 * section 3.6), each with its place there. A function list is the only thing that every module
 * exports.
 */
@SuppressWarnings("MemberName") // The names are the standard's, and what people search for.
public enum CkFunction {
  C_Initialize(0),
  C_Finalize(1),
  C_GetInfo(2),
  C_GetFunctionList(3),
  C_GetSlotList(4),
  C_GetSlotInfo(5),
  C_GetTokenInfo(6),
  C_GetMechanismList(7),
  C_GetMechanismInfo(8),
  C_OpenSession(12),
  C_CloseSession(13),
  C_GetSessionInfo(15),
  C_Login(18),
  C_Logout(19),
  C_CreateObject(20),
  C_CopyObject(21),
  C_DestroyObject(22),
  C_GetAttributeValue(24),
  C_SetAttributeValue(25),
  C_FindObjectsInit(26),
  C_FindObjects(27),
  C_FindObjectsFinal(28),
  C_EncryptInit(29),
  C_Encrypt(30),
  C_EncryptUpdate(31),
  C_EncryptFinal(32),
  C_DecryptInit(33),
  C_Decrypt(34),
  C_DecryptUpdate(35),
  C_DecryptFinal(36),
  C_SignInit(42),
  C_Sign(43),
  C_SignUpdate(44),
  C_SignFinal(45),
  C_GenerateKey(58),
  C_GenerateKeyPair(59),
  C_WrapKey(60),
  C_UnwrapKey(61),
  C_DeriveKey(62),
  C_SeedRandom(63),
  C_GenerateRandom(64);

  /** Functions in CK_FUNCTION_LIST of PKCS #11 2.40. */
  static final int COUNT = 68;

  final int index;

  CkFunction(int index) {
    this.index = index;
  }
}
