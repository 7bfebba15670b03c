// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.PssParameters;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Key specs have stable names, which records hold; every one is read back. */
class ModelTest {
  private static List<KeySpec> all() {
    List<KeySpec> all = new ArrayList<>();
    for (int bits : new int[] {2048, 3072, 4096}) {
      all.add(KeySpec.rsa(bits));
      all.add(KeySpec.rsaPss(bits));
      for (Digest digest : Digest.values()) {
        all.add(KeySpec.rsaPss(bits, new PssParameters(digest, Digest.SHA_1, bits / 256)));
      }
    }
    for (EcCurve curve : EcCurve.values()) {
      all.add(KeySpec.ec(curve));
    }
    for (ParameterSet set : ParameterSet.values()) {
      all.add(KeySpec.of(set));
    }
    for (Digest digest : Digest.values()) {
      all.add(KeySpec.hmac(digest));
      all.add(KeySpec.hmac(digest, 8192));
    }
    for (int bits : new int[] {128, 192, 256}) {
      all.add(KeySpec.aes(bits));
    }
    all.addAll(
        List.of(
            KeySpec.chacha20(), KeySpec.desEde(), KeySpec.generic(8), KeySpec.generic(131_072)));
    return all;
  }

  @Test
  void everySpec_isReadBackFromItsName() {
    Set<String> names = new HashSet<>();
    for (KeySpec spec : all()) {
      assertEquals(spec, KeySpec.parse(spec.name()), spec.name());
      assertEquals(spec.hashCode(), KeySpec.parse(spec.name()).hashCode(), spec.name());
      names.add(spec.name());
    }
    assertEquals(all().size(), names.size());
  }

  /** What AWS KMS calls them, and what vaults written before this version hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA_2048",
        "RSA_3072",
        "RSA_4096",
        "ECC_NIST_P256",
        "ECC_NIST_P384",
        "ECC_NIST_P521",
        "ECC_SECG_P256K1",
        "ECC_NIST_EDWARDS25519",
        "HMAC_224",
        "HMAC_256",
        "HMAC_384",
        "HMAC_512",
        "HMAC_256/112",
        "AES_128",
        "AES_256",
        "ML_DSA_44",
        "ML_DSA_65",
        "ML_DSA_87",
        "ML_KEM_512",
        "ML_KEM_768",
        "ML_KEM_1024"
      })
  void knownNames_stay(String name) {
    assertEquals(name, KeySpec.parse(name).name());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "RSA",
        "RSA_",
        "RSA_1024",
        "RSA_2049",
        "RSA_4160",
        "rsa_2048",
        "AES_129",
        "AES_64",
        "HMAC_256/",
        "HMAC_256/111",
        "HMAC_256/8200",
        "HMAC_257",
        "ECC_NIST_P257",
        "GENERIC_0",
        "GENERIC_9",
        "CHACHA20_128",
        "ML_DSA_45",
        "RSA_99999999999"
      })
  void whatIsNoSpec_isRefusedByName(String name) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> KeySpec.parse(name));
    assertEquals(false, e.getMessage().isBlank());
  }

  @Test
  void digests_areFoundByEveryName() {
    for (Digest digest : Digest.values()) {
      for (String name :
          List.of(
              digest.jcaName(), digest.shortName(), digest.jcaName().toLowerCase(Locale.ROOT))) {
        assertEquals(digest, Digest.ofJcaName(name).orElseThrow(), name);
      }
    }
    assertEquals(Digest.SHA_512_256, Digest.ofJcaName("SHA-512(256)").orElseThrow());
    assertEquals(Digest.SHA_1, Digest.ofJcaName("SHA").orElseThrow());
    assertEquals(true, Digest.ofJcaName("MD5").isEmpty());
  }
}
