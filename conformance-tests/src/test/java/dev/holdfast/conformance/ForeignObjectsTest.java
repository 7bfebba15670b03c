// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.Finding;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What other programs put on a token: used where it can be, else said. */
class ForeignObjectsTest {
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"VAULT_ON_HSM", "TOKEN"})
  void keysThatCannotBeUsed_areReported(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      SoftHsm.pkcs11Tool(
          fixture, "--keypairgen", "--key-type", "rsa:1024", "--id", "de01", "--label", "old");
      SoftHsm.pkcs11Tool(
          fixture, "--keypairgen", "--key-type", "EC:secp224r1", "--id", "ec01", "--label", "odd");
      List<Finding> findings = fixture.vault().diagnose();
      assertEquals(1, about(findings, "de01", "RSA keys of 1024 bits").size(), findings::toString);
      assertEquals(1, about(findings, "ec01", "its curve is none").size(), findings::toString);
      for (Finding finding : about(findings, "cannot be used")) {
        assertEquals(Finding.Severity.WARNING, finding.severity());
      }
    }
  }

  private static List<Finding> about(List<Finding> findings, String... words) {
    return findings.stream()
        .filter(finding -> List.of(words).stream().allMatch(finding.toString()::contains))
        .toList();
  }

  @Test
  void edwardsPair_hasItsPublicHalfAndSigns() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      SoftHsm.pkcs11Tool(
          fixture,
          "--keypairgen",
          "--key-type",
          "EC:edwards25519",
          "--id",
          "ed01",
          "--label",
          "ed");
      KeyStore keyStore = fixture.keyStore();
      PrivateKey key = assertInstanceOf(PrivateKey.class, keyStore.getKey("ed", null));
      Optional<PublicKey> half =
          fixture.vault().entry("ed").orElseThrow().key().orElseThrow().publicKey();
      byte[] message = "some message".getBytes(java.nio.charset.StandardCharsets.UTF_8);
      Signature signing = Signature.getInstance("Ed25519", fixture.provider());
      signing.initSign(key);
      signing.update(message);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance("Ed25519", "SunEC");
      verifying.initVerify(half.orElseThrow());
      verifying.update(message);
      assertTrue(verifying.verify(signature));
    }
  }
}
