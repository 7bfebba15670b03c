// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import dev.holdfast.memory.SecretMemory;

/** Templates that several tests use. */
final class Templates {
  private Templates() {}

  static Template.Builder aes(int bytes) {
    return Template.builder()
        .set(Cka.CKA_CLASS, Cko.CKO_SECRET_KEY)
        .set(Cka.CKA_KEY_TYPE, Ckk.CKK_AES)
        .set(Cka.CKA_VALUE_LEN, (long) bytes)
        .set(Cka.CKA_TOKEN, false)
        .set(Cka.CKA_PRIVATE, true)
        .set(Cka.CKA_SENSITIVE, true)
        .set(Cka.CKA_EXTRACTABLE, false)
        .set(Cka.CKA_ENCRYPT, true)
        .set(Cka.CKA_DECRYPT, true);
  }

  static Template.Builder rsaPublic(long bits) {
    return Template.builder()
        .set(Cka.CKA_TOKEN, false)
        .set(Cka.CKA_VERIFY, true)
        .set(Cka.CKA_ENCRYPT, true)
        .set(Cka.CKA_MODULUS_BITS, bits)
        .set(Cka.CKA_PUBLIC_EXPONENT, new byte[] {1, 0, 1});
  }

  static Template.Builder privateKey() {
    return Template.builder()
        .set(Cka.CKA_TOKEN, false)
        .set(Cka.CKA_PRIVATE, true)
        .set(Cka.CKA_SENSITIVE, true)
        .set(Cka.CKA_EXTRACTABLE, false)
        .set(Cka.CKA_SIGN, true)
        .set(Cka.CKA_DECRYPT, true);
  }

  static long newAesKey(SessionPool pool) throws Pkcs11Exception {
    try (Template template = aes(32).build()) {
      return pool.anchor(s -> s.generateKey(Mechanism.of(Ckm.CKM_AES_KEY_GEN), template));
    }
  }

  static KeyPairHandles newRsaKey(SessionPool pool) throws Pkcs11Exception {
    try (Template pub = rsaPublic(2048).build();
        Template priv = privateKey().build()) {
      return pool.anchor(
          s -> s.generateKeyPair(Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN), pub, priv));
    }
  }

  static long importKey(SessionPool pool, byte[] raw, long type) throws Pkcs11Exception {
    try (SecretMemory value = SecretMemory.copyOf(raw);
        Template template =
            Template.builder()
                .set(Cka.CKA_CLASS, Cko.CKO_SECRET_KEY)
                .set(Cka.CKA_KEY_TYPE, type)
                .set(Cka.CKA_TOKEN, false)
                .set(Cka.CKA_PRIVATE, true)
                .set(Cka.CKA_EXTRACTABLE, true)
                .set(Cka.CKA_SIGN, true)
                .set(Cka.CKA_ENCRYPT, true)
                .set(Cka.CKA_DECRYPT, true)
                .set(Cka.CKA_VALUE, value)
                .build()) {
      return pool.anchor(s -> s.createObject(template));
    }
  }
}
