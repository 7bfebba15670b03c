/* SPDX-License-Identifier: Apache-2.0
 *
 * The limit: the PKCS #11 functions of one operation called in a loop, with nothing around them. What any library above
 * them can reach, and none can pass.
 *
 *   limit MODULE TOKEN-LABEL        with the PIN in the variable LIMIT_PIN
 *
 * Reads a line "WORK THREADS OPERATIONS" at a time and answers each with one line of JSON:
 *   {"work":"rsa-2048-sign","threads":1,"operations":100,"nanos":60312345}
 * or, when it cannot, {"work":"…","error":"…"}. "fill COUNT 0" makes COUNT secret keys on the token instead.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cryptoki.h"

#define CALL(place, ...) (((CK_RV (*)())functions->function[place])(__VA_ARGS__))
#define LONGEST (1 << 20)
#define MOST_THREADS 64

static CK_FUNCTION_LIST *functions;
static CK_ULONG slot;

/* What an operation is: mechanism, key, input, and which pair of functions. */
typedef struct {
  const char *name;
  CK_ULONG init, call, mechanism;
  const char *key;
  size_t input;
} Work;

static const Work WORKS[] = {
    {"rsa-2048-sign", C_SignInit, C_Sign, CKM_RSA_PKCS, "rsa-2048", 51},
    {"rsa-3072-sign", C_SignInit, C_Sign, CKM_RSA_PKCS, "rsa-3072", 51},
    {"ecdsa-p256-sign", C_SignInit, C_Sign, CKM_ECDSA, "p-256", 32},
    {"ecdsa-p384-sign", C_SignInit, C_Sign, CKM_ECDSA, "p-384", 48},
    {"ed25519-sign", C_SignInit, C_Sign, CKM_EDDSA, "ed25519", 256},
    {"hmac-sha256-32", C_SignInit, C_Sign, CKM_SHA256_HMAC, "generic", 32},
    {"aes-gcm-16", C_EncryptInit, C_Encrypt, CKM_AES_GCM, "aes", 16},
    {"aes-gcm-1k", C_EncryptInit, C_Encrypt, CKM_AES_GCM, "aes", 1 << 10},
    {"aes-gcm-16k", C_EncryptInit, C_Encrypt, CKM_AES_GCM, "aes", 1 << 14},
    {"aes-gcm-1m", C_EncryptInit, C_Encrypt, CKM_AES_GCM, "aes", 1 << 20},
    {"aes-cbc-16", C_EncryptInit, C_Encrypt, CKM_AES_CBC_PAD, "aes", 16},
    {"aes-cbc-1k", C_EncryptInit, C_Encrypt, CKM_AES_CBC_PAD, "aes", 1 << 10},
    {"aes-cbc-16k", C_EncryptInit, C_Encrypt, CKM_AES_CBC_PAD, "aes", 1 << 14},
    {"aes-cbc-1m", C_EncryptInit, C_Encrypt, CKM_AES_CBC_PAD, "aes", 1 << 20},
};

static const CK_BYTE P256[] = {6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7};
static const CK_BYTE P384[] = {6, 5, 0x2b, 0x81, 4, 0, 0x22};
static const CK_BYTE ED25519[] = {0x13, 12, 'e', 'd', 'w', 'a', 'r', 'd', 's', '2', '5', '5', '1', '9'};

typedef struct {
  const Work *work;
  CK_ULONG session, key;
  long operations;
  CK_RV result;
  long long nanos;
  pthread_barrier_t *start;
} Task;

static CK_ULONG sessions[MOST_THREADS];
static struct { const char *name; CK_ULONG handle; } keys[16];
static int keyCount;

static void die(const char *what, CK_RV code) {
  fprintf(stderr, "limit: %s: 0x%lx\n", what, code);
  exit(1);
}

static CK_ULONG openSession(void) {
  CK_ULONG session;
  CK_RV rv = CALL(C_OpenSession, slot, (CK_ULONG)(CKF_SERIAL_SESSION | CKF_RW_SESSION), NULL, NULL, &session);
  if (rv) die("C_OpenSession", rv);
  return session;
}

static void findSlot(const char *label) {
  CK_ULONG slots[256], count = 256;
  CK_RV rv = CALL(C_GetSlotList, (CK_BYTE)1, slots, &count);
  if (rv) die("C_GetSlotList", rv);
  for (CK_ULONG i = 0; i < count; i++) {
    CK_TOKEN_INFO info;
    if (CALL(C_GetTokenInfo, slots[i], &info) == 0 && memcmp(info.label, label, strlen(label)) == 0 &&
        (strlen(label) == 32 || info.label[strlen(label)] == ' ')) {
      slot = slots[i];
      return;
    }
  }
  fprintf(stderr, "limit: there is no token %s\n", label);
  exit(1);
}

static CK_RV makePair(CK_ULONG mechanism, CK_ULONG type, CK_ULONG bits, const CK_BYTE *curve, CK_ULONG curveLength,
                      CK_ULONG *privateKey) {
  CK_BYTE yes = 1, no = 0, exponent[] = {1, 0, 1};
  CK_ULONG publicKey;
  CK_ATTRIBUTE publicTemplate[] = {
      {CKA_TOKEN, &no, 1}, {CKA_KEY_TYPE, &type, sizeof type}, {CKA_VERIFY, &yes, 1}, {CKA_PRIVATE, &no, 1},
      {curve ? CKA_EC_PARAMS : CKA_MODULUS_BITS, curve ? (void *)curve : (void *)&bits,
       curve ? curveLength : sizeof bits},
      {CKA_PUBLIC_EXPONENT, exponent, sizeof exponent}};
  CK_ATTRIBUTE privateTemplate[] = {{CKA_TOKEN, &no, 1},      {CKA_KEY_TYPE, &type, sizeof type},
                                    {CKA_PRIVATE, &yes, 1},   {CKA_SENSITIVE, &yes, 1},
                                    {CKA_EXTRACTABLE, &no, 1}, {CKA_SIGN, &yes, 1}};
  CK_MECHANISM how = {mechanism, NULL, 0};
  return CALL(C_GenerateKeyPair, sessions[0], &how, publicTemplate, (CK_ULONG)(curve ? 5 : 6), privateTemplate,
              (CK_ULONG)6, &publicKey, privateKey);
}

static CK_RV makeSecret(CK_ULONG mechanism, CK_ULONG type, CK_BYTE token, const char *label, CK_ULONG *key) {
  CK_BYTE yes = 1, no = 0;
  CK_ULONG length = 32;
  CK_ATTRIBUTE template[] = {{CKA_TOKEN, &token, 1},     {CKA_KEY_TYPE, &type, sizeof type},
                             {CKA_PRIVATE, &yes, 1},     {CKA_SENSITIVE, &yes, 1},
                             {CKA_EXTRACTABLE, &no, 1},  {CKA_VALUE_LEN, &length, sizeof length},
                             {CKA_SIGN, &yes, 1},        {CKA_ENCRYPT, &yes, 1},
                             {CKA_DECRYPT, &yes, 1},     {CKA_LABEL, (void *)label, strlen(label)},
                             {CKA_ID, (void *)label, strlen(label)}};
  CK_MECHANISM how = {mechanism, NULL, 0};
  return CALL(C_GenerateKey, sessions[0], &how, template, (CK_ULONG)11, key);
}

static CK_RV keyNamed(const char *name, CK_ULONG *key) {
  for (int i = 0; i < keyCount; i++) {
    if (strcmp(keys[i].name, name) == 0) {
      *key = keys[i].handle;
      return 0;
    }
  }
  CK_RV rv;
  if (strcmp(name, "rsa-2048") == 0) {
    rv = makePair(CKM_RSA_PKCS_KEY_PAIR_GEN, CKK_RSA, 2048, NULL, 0, key);
  } else if (strcmp(name, "rsa-3072") == 0) {
    rv = makePair(CKM_RSA_PKCS_KEY_PAIR_GEN, CKK_RSA, 3072, NULL, 0, key);
  } else if (strcmp(name, "p-256") == 0) {
    rv = makePair(CKM_EC_KEY_PAIR_GEN, CKK_EC, 0, P256, sizeof P256, key);
  } else if (strcmp(name, "p-384") == 0) {
    rv = makePair(CKM_EC_KEY_PAIR_GEN, CKK_EC, 0, P384, sizeof P384, key);
  } else if (strcmp(name, "ed25519") == 0) {
    rv = makePair(CKM_EC_EDWARDS_KEY_PAIR_GEN, CKK_EC_EDWARDS, 0, ED25519, sizeof ED25519, key);
  } else if (strcmp(name, "aes") == 0) {
    rv = makeSecret(CKM_AES_KEY_GEN, CKK_AES, 0, "aes", key);
  } else {
    rv = makeSecret(CKM_GENERIC_SECRET_KEY_GEN, CKK_GENERIC_SECRET, 0, "generic", key);
  }
  if (rv == 0) {
    keys[keyCount].name = name;
    keys[keyCount++].handle = *key;
  }
  return rv;
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static void *run(void *argument) {
  Task *task = argument;
  const Work *work = task->work;
  CK_BYTE *in = calloc(1, work->input), *out = malloc(LONGEST + 64), iv[16] = {0};
  CK_GCM_PARAMS gcm = {iv, 12, 96, NULL, 0, 128};
  CK_MECHANISM how = {work->mechanism, NULL, 0};
  if (work->mechanism == CKM_AES_GCM) {
    how.pParameter = &gcm;
    how.ulParameterLen = sizeof gcm;
  } else if (work->mechanism == CKM_AES_CBC_PAD) {
    how.pParameter = iv;
    how.ulParameterLen = 16;
  }
  if (task->start) pthread_barrier_wait(task->start);
  long long began = now();
  for (long i = 0; i < task->operations && task->result == 0; i++) {
    CK_ULONG length = LONGEST + 64;
    memcpy(iv, &i, sizeof i);
    task->result = CALL(work->init, task->session, &how, task->key);
    if (task->result == 0) {
      task->result = CALL(work->call, task->session, in, (CK_ULONG)work->input, out, &length);
    }
  }
  task->nanos = now() - began;
  free(in);
  free(out);
  return NULL;
}

static void measure(const Work *work, int threads, long operations) {
  CK_ULONG key;
  CK_RV rv = keyNamed(work->key, &key);
  Task tasks[MOST_THREADS];
  pthread_t ids[MOST_THREADS];
  pthread_barrier_t start;
  pthread_barrier_init(&start, NULL, (unsigned)threads + 1);
  for (int i = 0; i < threads; i++) {
    if (sessions[i] == 0) sessions[i] = openSession();
    tasks[i] = (Task){work, sessions[i], key, operations, rv, 0, threads == 1 ? NULL : &start};
    if (threads > 1) pthread_create(&ids[i], NULL, run, &tasks[i]);
  }
  long long nanos;
  if (threads == 1) {
    run(&tasks[0]);
    nanos = tasks[0].nanos;
  } else {
    pthread_barrier_wait(&start);
    long long began = now();
    for (int i = 0; i < threads; i++) pthread_join(ids[i], NULL);
    nanos = now() - began;
  }
  for (int i = 0; i < threads; i++) {
    if (tasks[i].result) rv = tasks[i].result;
  }
  if (rv) {
    printf("{\"work\":\"%s\",\"error\":\"0x%lx\"}\n", work->name, rv);
  } else {
    printf("{\"work\":\"%s\",\"threads\":%d,\"operations\":%ld,\"nanos\":%lld}\n", work->name, threads,
           operations * threads, nanos);
  }
}

static void fill(int from, long count) {
  long long began = now();
  CK_RV rv = 0;
  for (long i = 0; i < count && rv == 0; i++) {
    char label[32];
    CK_ULONG key;
    snprintf(label, sizeof label, "key%07ld", from + i);
    rv = makeSecret(CKM_AES_KEY_GEN, CKK_AES, 1, label, &key);
  }
  if (rv) {
    printf("{\"work\":\"fill\",\"error\":\"0x%lx\"}\n", rv);
  } else {
    printf("{\"work\":\"fill\",\"threads\":1,\"operations\":%ld,\"nanos\":%lld}\n", count, now() - began);
  }
}

static void answer(const char *name, int threads, long operations) {
  if (strcmp(name, "fill") == 0) {
    fill(threads, operations);
    return;
  }
  for (size_t i = 0; i < sizeof WORKS / sizeof *WORKS; i++) {
    if (strcmp(WORKS[i].name, name) == 0 && threads >= 1 && threads <= MOST_THREADS) {
      measure(&WORKS[i], threads, operations);
      return;
    }
  }
  printf("{\"work\":\"%s\",\"error\":\"unknown\"}\n", name);
}

int main(int argc, char **argv) {
  char *pin = getenv("LIMIT_PIN");
  if (argc != 3 || pin == NULL) {
    fprintf(stderr, "usage: LIMIT_PIN=… limit MODULE TOKEN-LABEL\n");
    return 2;
  }
  void *module = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  CK_GET_FUNCTION_LIST list = module ? (CK_GET_FUNCTION_LIST)dlsym(module, "C_GetFunctionList") : NULL;
  if (list == NULL || list(&functions) != 0) {
    fprintf(stderr, "limit: %s is no PKCS #11 module: %s\n", argv[1], dlerror());
    return 1;
  }
  CK_C_INITIALIZE_ARGS arguments = {NULL, NULL, NULL, NULL, CKF_OS_LOCKING_OK, NULL};
  CK_RV rv = CALL(C_Initialize, &arguments);
  if (rv) die("C_Initialize", rv);
  findSlot(argv[2]);
  sessions[0] = openSession();
  rv = CALL(C_Login, sessions[0], (CK_ULONG)CKU_USER, pin, (CK_ULONG)strlen(pin));
  if (rv) die("C_Login", rv);
  char name[64];
  int threads;
  long operations;
  while (scanf("%63s %d %ld", name, &threads, &operations) == 3) {
    answer(name, threads, operations);
    fflush(stdout);
  }
  CALL(C_Finalize, NULL);
  return 0;
}
