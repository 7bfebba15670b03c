// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.HoldfastProvider;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.util.Optional;
import javax.crypto.KeyGenerator;

/**
 * A program that makes named keys until it is killed, and says each name once the key is made; with
 * a vault, it uses the key management service too.
 */
final class KeyMakingProcess {
  private KeyMakingProcess() {}

  /**
   * Runs.
   *
   * @param arguments the configuration, what names begin with, and whether there is a vault
   */
  public static void main(String[] arguments) throws GeneralSecurityException {
    Provider holdfast = new HoldfastProvider().configure(arguments[0]);
    Optional<KmsDeeds> deeds =
        Boolean.parseBoolean(arguments[2])
            ? Optional.of(new KmsDeeds(Holdfast.keyService(Path.of(arguments[0])), System.out))
            : Optional.empty();
    for (int count = 0; ; count++) {
      String alias = arguments[1] + count;
      HoldfastKeySpec.Builder spec = HoldfastKeySpec.builder().alias(alias);
      if (count % 2 == 0) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", holdfast);
        generator.initialize(spec.curve("secp256r1").build());
        generator.generateKeyPair();
      } else {
        KeyGenerator generator = KeyGenerator.getInstance("AES", holdfast);
        generator.init(spec.keySize(256).build());
        generator.generateKey();
      }
      System.out.println(alias);
      deeds.ifPresent(KmsDeeds::next);
      deeds.ifPresent(KmsDeeds::next);
    }
  }
}
