// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastProvider;
import java.security.Provider;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/** Encrypts, decrypts and authenticates some messages of a mebibyte. */
final class CipherProcess {
  private CipherProcess() {}

  /**
   * Runs.
   *
   * @param arguments the configuration, and how many messages
   */
  public static void main(String[] arguments) throws Exception {
    Provider holdfast = new HoldfastProvider().configure(arguments[0]);
    int messages = Integer.parseInt(arguments[1]);
    KeyGenerator generator = KeyGenerator.getInstance("AES", holdfast);
    SecretKey key = generator.generateKey();
    SecretKey hmac = KeyGenerator.getInstance("HmacSHA256", holdfast).generateKey();
    byte[] message = new byte[(1 << 20) - 16];
    for (String name : List.of("AES/GCM/NoPadding", "AES/CBC/PKCS5Padding", "AES/CTR/NoPadding")) {
      for (int i = 0; i < messages; i++) {
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
    mac.init(hmac);
    for (int i = 0; i < messages; i++) {
      mac.doFinal(new byte[60_000]);
    }
  }
}
