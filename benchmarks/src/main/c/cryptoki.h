/* SPDX-License-Identifier: Apache-2.0
 *
 * The parts of PKCS #11 (OASIS, version 2.40) that the programs here use, for platforms where CK_ULONG is a long and
 * structures are not packed: every one but Windows.
 */
#ifndef HOLDFAST_CRYPTOKI_H
#define HOLDFAST_CRYPTOKI_H

typedef unsigned char CK_BYTE;
typedef unsigned long CK_ULONG;
typedef CK_ULONG CK_RV;

typedef struct { CK_BYTE major, minor; } CK_VERSION;
typedef struct { CK_ULONG mechanism; void *pParameter; CK_ULONG ulParameterLen; } CK_MECHANISM;
typedef struct { CK_ULONG type; void *pValue; CK_ULONG ulValueLen; } CK_ATTRIBUTE;
typedef struct { void *create, *destroy, *lock, *unlock; CK_ULONG flags; void *pReserved; } CK_C_INITIALIZE_ARGS;
typedef struct {
  CK_BYTE *pIv; CK_ULONG ulIvLen, ulIvBits; CK_BYTE *pAAD; CK_ULONG ulAADLen, ulTagBits;
} CK_GCM_PARAMS;
typedef struct {
  CK_BYTE label[32], manufacturerID[32], model[16], serialNumber[16];
  CK_ULONG flags, ulMaxSessionCount, ulSessionCount, ulMaxRwSessionCount, ulRwSessionCount, ulMaxPinLen, ulMinPinLen,
      ulTotalPublicMemory, ulFreePublicMemory, ulTotalPrivateMemory, ulFreePrivateMemory;
  CK_VERSION hardwareVersion, firmwareVersion;
  CK_BYTE utcTime[16];
} CK_TOKEN_INFO;

/* A function list is a version and 68 pointers in the order of the standard; these are the places of those used. */
enum {
  C_Initialize = 0, C_Finalize = 1, C_GetInfo = 2, C_GetFunctionListPlace = 3, C_GetSlotList = 4, C_GetTokenInfo = 6,
  C_OpenSession = 12, C_Login = 18, C_CreateObject = 20, C_EncryptInit = 29, C_Encrypt = 30, C_DecryptInit = 33,
  C_Decrypt = 34, C_SignInit = 42, C_Sign = 43, C_GenerateKey = 58, C_GenerateKeyPair = 59, CK_FUNCTIONS = 68
};
typedef struct { CK_VERSION version; void *function[CK_FUNCTIONS]; } CK_FUNCTION_LIST;
typedef CK_RV (*CK_GET_FUNCTION_LIST)(CK_FUNCTION_LIST **);

enum { CKF_SERIAL_SESSION = 4, CKF_RW_SESSION = 2, CKF_OS_LOCKING_OK = 2, CKU_USER = 1 };
enum { CKO_PUBLIC_KEY = 2, CKO_PRIVATE_KEY = 3, CKO_SECRET_KEY = 4 };
enum { CKK_RSA = 0, CKK_EC = 3, CKK_GENERIC_SECRET = 0x10, CKK_AES = 0x1f, CKK_EC_EDWARDS = 0x40 };
enum {
  CKA_CLASS = 0, CKA_TOKEN = 1, CKA_PRIVATE = 2, CKA_LABEL = 3, CKA_KEY_TYPE = 0x100, CKA_ID = 0x102,
  CKA_SENSITIVE = 0x103, CKA_ENCRYPT = 0x104, CKA_DECRYPT = 0x105, CKA_SIGN = 0x108, CKA_VERIFY = 0x10a,
  CKA_MODULUS_BITS = 0x121, CKA_PUBLIC_EXPONENT = 0x122, CKA_VALUE_LEN = 0x161, CKA_EXTRACTABLE = 0x162,
  CKA_EC_PARAMS = 0x180
};
enum {
  CKM_RSA_PKCS_KEY_PAIR_GEN = 0, CKM_RSA_PKCS = 1, CKM_SHA256_HMAC = 0x251, CKM_GENERIC_SECRET_KEY_GEN = 0x350,
  CKM_EC_KEY_PAIR_GEN = 0x1040, CKM_ECDSA = 0x1041, CKM_EC_EDWARDS_KEY_PAIR_GEN = 0x1055, CKM_EDDSA = 0x1057,
  CKM_AES_KEY_GEN = 0x1080, CKM_AES_CBC_PAD = 0x1085, CKM_AES_GCM = 0x1087
};

#endif
