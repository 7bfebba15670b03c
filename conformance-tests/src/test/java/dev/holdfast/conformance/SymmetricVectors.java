// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.conformance.Outcome.NotRun;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Vectors of ciphers, key wraps and MACs with secret keys. */
final class SymmetricVectors {
  static final Map<String, VectorCheck> CHECKS =
      Map.of(
          "aead", SymmetricVectors::aead,
          "ind_cpa", SymmetricVectors::cipher,
          "keywrap", SymmetricVectors::keyWrap,
          "mac", SymmetricVectors::mac);

  /** Wycheproof's names of ciphers, with the JCA's and that of their keys. */
  private static final Map<String, String[]> CIPHERS =
      Map.of(
          "AES-GCM", new String[] {"AES/GCM/NoPadding", "AES"},
          "AES-CCM", new String[] {"AES/CCM/NoPadding", "AES"},
          "CHACHA20-POLY1305", new String[] {"ChaCha20-Poly1305", "ChaCha20"},
          "AES-CBC-PKCS5", new String[] {"AES/CBC/PKCS5Padding", "AES"},
          "AES-WRAP", new String[] {"AES/KW/NoPadding", "AES"},
          "KW", new String[] {"AES/KW/NoPadding", "AES"},
          "AES-KWP", new String[] {"AES/KWP/NoPadding", "AES"},
          "KWP", new String[] {"AES/KWP/NoPadding", "AES"});

  private SymmetricVectors() {}

  private static String[] names(Vector vector, VectorKeys keys) {
    String algorithm = vector.algorithm().toUpperCase(Locale.ROOT);
    String[] names = CIPHERS.get(algorithm);
    if (names == null) {
      throw NotRun.noSuch("Cipher", vector.algorithm());
    }
    keys.require("Cipher", names[0]);
    return names;
  }

  private static Outcome aead(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    String[] names = names(vector, keys);
    SecretKey key = keys.secret(names[1], vector.bytes("key"));
    byte[] iv = vector.bytes("iv");
    AlgorithmParameterSpec spec =
        names[0].startsWith("AES")
            ? new GCMParameterSpec(vector.number("tagSize"), iv)
            : new IvParameterSpec(iv);
    byte[] sealed = joined(vector.bytes("ct"), vector.bytes("tag"));
    if (vector.isValid()) {
      Cipher encrypter = Cipher.getInstance(names[0], keys.provider());
      encrypter.init(Cipher.ENCRYPT_MODE, key, spec);
      encrypter.updateAAD(vector.bytes("aad"));
      byte[] made = encrypter.doFinal(vector.bytes("msg"));
      if (!Arrays.equals(sealed, made)) {
        return Outcome.wrong("encrypts to something else");
      }
    }
    Cipher decrypter = Cipher.getInstance(names[0], keys.provider());
    decrypter.init(Cipher.DECRYPT_MODE, key, spec);
    decrypter.updateAAD(vector.bytes("aad"));
    return compared(decrypter.doFinal(sealed), vector.bytes("msg"));
  }

  private static Outcome cipher(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    String[] names = names(vector, keys);
    SecretKey key = keys.secret(names[1], vector.bytes("key"));
    IvParameterSpec iv = new IvParameterSpec(vector.bytes("iv"));
    byte[] sealed = vector.bytes("ct");
    if (vector.isValid()) {
      Cipher encrypter = Cipher.getInstance(names[0], keys.provider());
      encrypter.init(Cipher.ENCRYPT_MODE, key, iv);
      if (!Arrays.equals(sealed, encrypter.doFinal(vector.bytes("msg")))) {
        return Outcome.wrong("encrypts to something else");
      }
    }
    Cipher decrypter = Cipher.getInstance(names[0], keys.provider());
    decrypter.init(Cipher.DECRYPT_MODE, key, iv);
    return compared(decrypter.doFinal(sealed), vector.bytes("msg"));
  }

  /** Wraps with the JCA's wrap; what unwraps is a handle, known by the MAC it makes. */
  private static Outcome keyWrap(Vector vector, VectorKeys keys) throws Exception {
    String[] names = names(vector, keys);
    SecretKey key = keys.secret(names[1], vector.bytes("key"));
    byte[] message = vector.bytes("msg");
    byte[] wrapped = vector.bytes("ct");
    if (message.length > 0 && vector.isValid()) {
      Cipher wrapper = Cipher.getInstance(names[0], keys.provider());
      wrapper.init(Cipher.WRAP_MODE, key);
      if (!Arrays.equals(wrapped, wrapper.wrap(new SecretKeySpec(message, "Generic")))) {
        return Outcome.wrong("wraps to something else");
      }
    }
    Cipher unwrapper = Cipher.getInstance(names[0], keys.provider());
    unwrapper.init(Cipher.UNWRAP_MODE, key);
    if (message.length > 0 && message.length < Promises.HMAC_LEAST) {
      // Too short for a key of an algorithm: what it is as data is all that can be asked.
      unwrapper.init(Cipher.DECRYPT_MODE, key);
      return compared(unwrapper.doFinal(wrapped), message);
    }
    SecretKey handle = (SecretKey) unwrapper.unwrap(wrapped, "HmacSHA256", Cipher.SECRET_KEY);
    try {
      return isSecret(handle, message, keys)
          ? Outcome.ACCEPTED
          : Outcome.wrong("unwraps to something else");
    } finally {
      handle.destroy();
    }
  }

  private static Outcome mac(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    String algorithm = vector.algorithm().toUpperCase(Locale.ROOT);
    boolean hmac = algorithm.startsWith("HMAC");
    String name = hmac ? "Hmac" + algorithm.substring(4) : vector.algorithm();
    if (name.equals("AES-CMAC")) {
      name = "AESCMAC";
    }
    keys.require("Mac", name);
    byte[] material = vector.bytes("key");
    if (hmac && material.length < Promises.HMAC_LEAST) {
      throw NotRun.because("Holdfast has no HMAC keys under 112 bits");
    }
    Mac mac = Mac.getInstance(name, keys.provider());
    mac.init(keys.secret(hmac ? name : "AES", material));
    byte[] code = mac.doFinal(vector.bytes("msg"));
    byte[] tag = Arrays.copyOf(code, Math.min(code.length, vector.number("tagSize") / 8));
    return Arrays.equals(tag, vector.bytes("tag"))
        ? Outcome.ACCEPTED
        : Outcome.different("makes another tag");
  }

  /** Whether a handle for HmacSHA256 is a secret that is known. */
  static boolean isSecret(SecretKey handle, byte[] secret, VectorKeys keys)
      throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256", keys.provider());
    mac.init(handle);
    Mac known = Mac.getInstance("HmacSHA256", "SunJCE");
    known.init(new SecretKeySpec(secret, "HmacSHA256"));
    return Arrays.equals(known.doFinal(secret), mac.doFinal(secret));
  }

  /** Of what decrypts: an invalid vector has no plaintext at all. */
  static Outcome compared(byte[] answer, byte[] expected) {
    return Arrays.equals(answer, expected)
        ? Outcome.ACCEPTED
        : Outcome.wrong("decrypts to something else");
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
