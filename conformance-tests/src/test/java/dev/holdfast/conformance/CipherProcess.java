// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastProvider;
import java.security.Key;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts, decrypts and authenticates some messages of a mebibyte. */
final class CipherProcess {
  private CipherProcess() {}

  /**
   * Runs.
   *
   * @param arguments the configuration, {@code messages} or {@code unwrap}, and how many
   */
  public static void main(String[] arguments) throws Exception {
    Provider holdfast = new HoldfastProvider().configure(arguments[0]);
    SecretKey key = KeyGenerator.getInstance("AES", holdfast).generateKey();
    int count = Integer.parseInt(arguments[2]);
    if (arguments[1].equals("unwrap")) {
      unwrap(holdfast, key, count);
    } else {
      compute(holdfast, key, count);
    }
  }

  private static void compute(Provider holdfast, SecretKey key, int count) throws Exception {
    byte[] message = new byte[1 << 20];
    for (String name : List.of("AES/GCM/NoPadding", "AES/CBC/PKCS5Padding", "AES/CTR/NoPadding")) {
      for (int i = 0; i < count; i++) {
        Cipher cipher = Cipher.getInstance(name, holdfast);
        cipher.init(Cipher.ENCRYPT_MODE, key);
        byte[] sealed = cipher.doFinal(message);
        Cipher back = Cipher.getInstance(name, holdfast);
        back.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
        if (back.doFinal(sealed).length != message.length) {
          throw new AssertionError(name);
        }
      }
    }
    Mac mac = Mac.getInstance("HmacSHA256", holdfast);
    mac.init(KeyGenerator.getInstance("HmacSHA256", holdfast).generateKey());
    for (int i = 0; i < count; i++) {
      mac.doFinal(new byte[60_000]);
    }
  }

  private static void unwrap(Provider holdfast, SecretKey key, int count) throws Exception {
    Cipher wrapping = Cipher.getInstance("AES/KW/NoPadding", holdfast);
    wrapping.init(Cipher.WRAP_MODE, key);
    byte[] wrapped = wrapping.wrap(new SecretKeySpec(new byte[32], "AES"));
    wrapping.init(Cipher.UNWRAP_MODE, key);
    List<Key> unwrapped = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      unwrapped.add(wrapping.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
    }
    System.out.println(unwrapped.size() + " keys unwrapped");
  }
}
