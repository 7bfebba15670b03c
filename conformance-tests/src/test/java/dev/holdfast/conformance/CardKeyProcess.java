// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;

/** Signs with keys of a token, and goes on when the PIN is no longer right. */
final class CardKeyProcess {
  static final int TRIES = 3;

  private CardKeyProcess() {}

  /**
   * Runs.
   *
   * @param arguments the configuration, a key's name, how often to sign with it, and optionally the
   *     file of the PIN, which is then overwritten with a wrong one before some more tries
   */
  public static void main(String[] arguments) throws Exception {
    Provider holdfast = new HoldfastProvider().configure(arguments[0]);
    KeyStore keyStore = KeyStore.getInstance("Holdfast", holdfast);
    keyStore.load(null, null);
    PrivateKey key = (PrivateKey) keyStore.getKey(arguments[1], null);
    for (int count = 0; count < Integer.parseInt(arguments[2]); count++) {
      sign(holdfast, key);
    }
    if (arguments.length > 3) {
      Files.writeString(Path.of(arguments[3]), Faults.WRONG_PIN);
      for (int count = 0; count < TRIES; count++) {
        try {
          sign(holdfast, key);
          System.out.println("not refused");
        } catch (ProviderException e) {
          System.out.println("refused: " + Faults.reason(e).orElseThrow() + " " + Faults.trace(e));
        }
      }
    }
  }

  private static void sign(Provider holdfast, PrivateKey key) throws Exception {
    Signature signing = Signature.getInstance("SHA256withRSA", holdfast);
    signing.initSign(key);
    signing.update(new byte[7]);
    signing.sign();
  }
}
