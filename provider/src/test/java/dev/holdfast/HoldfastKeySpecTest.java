// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec.Usage;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Set;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.Test;

class HoldfastKeySpecTest {
  private final Provider holdfast = new HoldfastProvider(new UntouchedVaults());

  @Test
  void leavesEverythingToTheGeneratorUnlessSaid() {
    HoldfastKeySpec spec = HoldfastKeySpec.builder().build();
    assertTrue(spec.alias().isEmpty() && spec.keySize().isEmpty() && spec.curve().isEmpty());
    assertEquals("", spec.description());
    assertEquals(Set.of(), spec.usages());
  }

  @Test
  void refusesWhatNoKeyCanBe() {
    HoldfastKeySpec.Builder builder = HoldfastKeySpec.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.keySize(0));
    assertThrows(IllegalArgumentException.class, () -> builder.alias(" ").build());
    assertThrows(
        IllegalArgumentException.class,
        () -> HoldfastKeySpec.builder().curve("P-256").keySize(256).build());
  }

  @Test
  void generatorsRefuseWhatTheirKeysCannotBe() throws Exception {
    refusedBy("RSA", HoldfastKeySpec.builder().curve("P-256").build());
    refusedBy("RSA", HoldfastKeySpec.builder().keySize(1024).build());
    refusedBy("RSA", new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0));
    refusedBy("RSA", new ECGenParameterSpec("secp256r1"));
    refusedBy("EC", HoldfastKeySpec.builder().usages(Usage.ENCRYPT_DECRYPT).build());
    refusedBy("EC", new ECGenParameterSpec("secp224r1"));
    refusedBy("EC", null);
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA", holdfast);
    assertThrows(InvalidParameterException.class, () -> rsa.initialize(1024));
    KeyGenerator aes = KeyGenerator.getInstance("AES", holdfast);
    assertThrows(InvalidParameterException.class, () -> aes.init(100));
  }

  @Test
  void generatorsTakeEveryNameOfACurve() throws Exception {
    KeyPairGenerator ec = KeyPairGenerator.getInstance("EC", holdfast);
    for (String name : new String[] {"secp384r1", "P-384", "1.3.132.0.34", "NIST P-384"}) {
      ec.initialize(HoldfastKeySpec.builder().curve(name).build());
      ec.initialize(new ECGenParameterSpec(name));
    }
    ec.initialize(521);
  }

  private void refusedBy(String algorithm, AlgorithmParameterSpec spec) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, holdfast);
    assertThrows(InvalidAlgorithmParameterException.class, () -> generator.initialize(spec));
  }
}
