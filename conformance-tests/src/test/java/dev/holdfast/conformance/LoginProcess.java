// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.HoldfastProvider;
import java.io.IOException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;

/**
 * Uses a token with a wrong PIN again and again, as a server does that is asked again and again.
 */
final class LoginProcess {
  static final int TRIES = 5;

  private LoginProcess() {}

  /**
   * Runs.
   *
   * @param arguments the configuration
   */
  public static void main(String[] arguments) throws Exception {
    for (int count = 0; count < TRIES; count++) {
      Provider holdfast = new HoldfastProvider().configure(arguments[0]);
      try {
        KeyStore keyStore = KeyStore.getInstance("Holdfast", holdfast);
        keyStore.load(null, null);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", holdfast);
        generator.initialize(HoldfastKeySpec.builder().alias("k" + count).build());
        generator.generateKeyPair();
        System.out.println("not refused");
      } catch (IOException | ProviderException e) {
        System.out.println("refused: " + Faults.reason(e).orElseThrow() + " " + Faults.trace(e));
      }
    }
  }
}
