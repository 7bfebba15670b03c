/* SPDX-License-Identifier: Apache-2.0
 *
 * A PKCS #11 module that stands for an HSM on a network: every call that would cross the network takes a round trip
 * first, then goes to the module behind it. DISTANT_MODULE names that module, DISTANT_MICROS the round trip in
 * microseconds (default 1000), and DISTANT_BUSY_MICROS for how long one computation occupies the HSM (default 0: it
 * computes any number at once), which is what makes a second HSM worth having.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "cryptoki.h"

static CK_FUNCTION_LIST *behind, ours;
static long micros = 1000, busyMicros = 0;
static pthread_mutex_t hsm = PTHREAD_MUTEX_INITIALIZER;

static void rest(long microseconds) {
  struct timespec time = {microseconds / 1000000, (microseconds % 1000000) * 1000};
  nanosleep(&time, NULL);
}

static void compute(void) {
  if (busyMicros > 0) {
    pthread_mutex_lock(&hsm);
    rest(busyMicros);
    pthread_mutex_unlock(&hsm);
  }
}

/* Every PKCS #11 function takes at most eight arguments that each fit a register or a stack slot of the C ABI. */
#define WRAP(place, before)                                                                                     \
  static CK_RV wrap##place(CK_ULONG a, CK_ULONG b, CK_ULONG c, CK_ULONG d, CK_ULONG e, CK_ULONG f, CK_ULONG g,  \
                           CK_ULONG h) {                                                                        \
    rest(micros);                                                                                               \
    before;                                                                                                     \
    return ((CK_RV (*)(CK_ULONG, CK_ULONG, CK_ULONG, CK_ULONG, CK_ULONG, CK_ULONG, CK_ULONG, CK_ULONG))         \
                behind->function[place])(a, b, c, d, e, f, g, h);                                               \
  }
#define FAR(place) WRAP(place, (void)0)
#define FAR_AND_BUSY(place) WRAP(place, compute())

/* Sessions and objects. */
FAR(12) FAR(13) FAR(15) FAR(18) FAR(19) FAR(20) FAR(21) FAR(22) FAR(24) FAR(25) FAR(26) FAR(27) FAR(28)
/* Encrypt, decrypt, digest, sign, verify: Init, the call itself, Update, Final. */
FAR(29) FAR_AND_BUSY(30) FAR(31) FAR(32) FAR(33) FAR_AND_BUSY(34) FAR(35) FAR(36) FAR(37) FAR(38) FAR(39) FAR(40)
FAR(41) FAR(42) FAR_AND_BUSY(43) FAR(44) FAR_AND_BUSY(45) FAR(48) FAR(49) FAR(50) FAR(51)
/* Keys and random numbers. */
FAR_AND_BUSY(58) FAR_AND_BUSY(59) FAR_AND_BUSY(60) FAR_AND_BUSY(61) FAR_AND_BUSY(62) FAR(63) FAR(64)

static CK_RV list(CK_FUNCTION_LIST **result) {
  *result = &ours;
  return 0;
}

static void number(const char *name, long *value) {
  const char *text = getenv(name);
  if (text != NULL) *value = atol(text);
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST **result) {
  static pthread_mutex_t once = PTHREAD_MUTEX_INITIALIZER;
  pthread_mutex_lock(&once);
  if (behind == NULL) {
    const char *name = getenv("DISTANT_MODULE");
    void *module = name ? dlopen(name, RTLD_NOW | RTLD_LOCAL) : NULL;
    CK_GET_FUNCTION_LIST get = module ? (CK_GET_FUNCTION_LIST)dlsym(module, "C_GetFunctionList") : NULL;
    if (get == NULL || get(&behind) != 0) {
      fprintf(stderr, "distant: DISTANT_MODULE=%s is no PKCS #11 module\n", name ? name : "");
      pthread_mutex_unlock(&once);
      return 5; /* CKR_GENERAL_ERROR */
    }
    number("DISTANT_MICROS", &micros);
    number("DISTANT_BUSY_MICROS", &busyMicros);
    ours = *behind;
    ours.function[C_GetFunctionListPlace] = list;
#define PUT(place) ours.function[place] = wrap##place;
    PUT(12) PUT(13) PUT(15) PUT(18) PUT(19) PUT(20) PUT(21) PUT(22) PUT(24) PUT(25) PUT(26) PUT(27) PUT(28)
    PUT(29) PUT(30) PUT(31) PUT(32) PUT(33) PUT(34) PUT(35) PUT(36) PUT(37) PUT(38) PUT(39) PUT(40)
    PUT(41) PUT(42) PUT(43) PUT(44) PUT(45) PUT(48) PUT(49) PUT(50) PUT(51)
    PUT(58) PUT(59) PUT(60) PUT(61) PUT(62) PUT(63) PUT(64)
  }
  pthread_mutex_unlock(&once);
  return list(result);
}
