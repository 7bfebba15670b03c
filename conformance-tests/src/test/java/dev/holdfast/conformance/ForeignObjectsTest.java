// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static dev.holdfast.pkcs11.Cka.*;
import static dev.holdfast.pkcs11.Cko.CKO_DATA;
import static dev.holdfast.pkcs11.Cko.CKO_DOMAIN_PARAMETERS;
import static dev.holdfast.pkcs11.Cko.CKO_PRIVATE_KEY;
import static dev.holdfast.pkcs11.Cko.CKO_PUBLIC_KEY;
import static dev.holdfast.pkcs11.Cko.CKO_SECRET_KEY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.Finding;
import dev.holdfast.pkcs11.Ckk;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys and other objects that other programs put on a token: used where it can be, else said. */
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

  /** A vault's token shows what lies there beside the vault's own keys. */
  @Test
  void cardKeysAndLoneCertificates_onAVaultsToken_areReported() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.VAULT_ON_HSM)) {
      SoftHsm.pkcs11Tool(
          fixture,
          "--keypairgen",
          "--key-type",
          "EC:secp256r1",
          "--id",
          "ca4d",
          "--label",
          "card",
          "--always-auth");
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      X509Certificate[] chain =
          Certificates.chain(generator.generateKeyPair().getPublic(), "nobody.example");
      for (int at = 0; at < chain.length; at++) {
        Path file = fixture.folder().resolve("cert" + at);
        Files.write(file, chain[at].getEncoded());
        SoftHsm.pkcs11Tool(
            fixture, "--write-object", file.toString(), "--type", "cert", "--id", "ce0" + at);
      }
      List<Finding> findings = fixture.vault().diagnose();
      assertEquals(
          1, about(findings, "PIN for each use", "CKA_ID ca4d").size(), findings::toString);
      assertEquals(1, about(findings, "without a record", "CKA_ID ca4d").size());
      assertEquals(1, about(findings, "without a key", "nobody.example").size());
      assertEquals(1, about(findings, "certificate without a key").size(), findings::toString);
    }
  }

  private static List<Finding> about(List<Finding> findings, String... words) {
    return findings.stream()
        .filter(finding -> List.of(words).stream().allMatch(finding.toString()::contains))
        .toList();
  }

  /** Types that PKCS #11 has and Holdfast does not; none of them is in the way of the others. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"VAULT_ON_HSM", "TOKEN", "NSS_TOKEN"})
  void otherTypesOfKeys_areNamed(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        RawToken token = RawToken.of(fixture)) {
      token.create(secret(Ckk.CKK_DES, "d1", 8));
      token.create(secret(Ckk.CKK_AES, "a1", 32));
      token.create(secret(Ckk.CKK_GENERIC_SECRET, "b1", 3));
      token.create(dsa("d5"));
      List<Finding> findings = fixture.vault().diagnose();
      assertEquals(1, about(findings, "DES, CKA_KEY_TYPE 0x00000013", "CKA_ID d1").size());
      assertEquals(1, about(findings, "3 bytes have no use", "CKA_ID b1").size());
      assertEquals(1, about(findings, "DSA, CKA_KEY_TYPE 0x00000001", "CKA_ID d5").size());
      if (!backend.hasVault()) {
        KeyStore keyStore = fixture.keyStore();
        assertEquals(List.of("a1"), Collections.list(keyStore.aliases()));
        assertNotNull(keyStore.getKey("a1", null));
      }
    }
  }

  /** SoftHSM2 makes no such objects; NSS does. */
  @Test
  void vendorTypesOfKeys_areNamed() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.NSS_TOKEN);
        RawToken token = RawToken.of(fixture)) {
      token.create(secret(Ckk.CKK_VENDOR_DEFINED + 1, "f1", 32));
      token.create(secret(0xFFFFFFFFL, "f2", 32));
      token.create(secret(Ckk.CKK_AES, "a1", 32));
      assertEquals(List.of("a1"), Collections.list(fixture.keyStore().aliases()));
      List<Finding> findings = fixture.vault().diagnose();
      assertEquals(1, about(findings, "vendor's own, CKA_KEY_TYPE 0x80000001", "f1").size());
      assertEquals(1, about(findings, "vendor's own, CKA_KEY_TYPE 0xFFFFFFFF", "f2").size());
    }
  }

  /** Data, domain parameters and the like: none of the key store's business. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"VAULT_ON_HSM", "TOKEN"})
  void objectsThatAreNoKeys_areLeftAlone(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        RawToken token = RawToken.of(fixture)) {
      byte[] number = new byte[128];
      Arrays.fill(number, (byte) 0x55);
      long data =
          token.create(
              RawToken.object(CKO_DATA).set(CKA_LABEL, "note").set(CKA_VALUE, new byte[] {1}));
      token.create(
          RawToken.object(CKO_DOMAIN_PARAMETERS)
              .set(CKA_KEY_TYPE, Ckk.CKK_DSA)
              .set(CKA_LABEL, "parameters")
              .set(CKA_PRIME, number)
              .set(CKA_SUBPRIME, Arrays.copyOf(number, 20))
              .set(CKA_BASE, number));
      assertEquals(List.of(), Collections.list(fixture.keyStore().aliases()));
      List<Finding> findings = fixture.vault().diagnose();
      assertEquals(List.of(), about(findings, "note"));
      assertEquals(List.of(), about(findings, "parameters"));
      assertEquals(Optional.of("note"), token.attributes(data, CKA_LABEL).text(CKA_LABEL));
    }
  }

  private static Template.Builder secret(long type, String name, int length) {
    byte[] value = new byte[length];
    Arrays.fill(value, (byte) 0x5b);
    return RawToken.object(CKO_SECRET_KEY)
        .set(CKA_KEY_TYPE, type)
        .set(CKA_ID, HexFormat.of().parseHex(name))
        .set(CKA_LABEL, name)
        .set(CKA_PRIVATE, true)
        .set(CKA_VALUE, value);
  }

  private static Template.Builder dsa(String name) {
    byte[] number = new byte[128];
    Arrays.fill(number, (byte) 0x55);
    return RawToken.object(CKO_PRIVATE_KEY)
        .set(CKA_KEY_TYPE, Ckk.CKK_DSA)
        .set(CKA_ID, HexFormat.of().parseHex(name))
        .set(CKA_LABEL, name)
        .set(CKA_PRIVATE, true)
        .set(CKA_SENSITIVE, true)
        .set(CKA_PRIME, number)
        .set(CKA_SUBPRIME, Arrays.copyOf(number, 20))
        .set(CKA_BASE, number)
        .set(CKA_VALUE, Arrays.copyOf(number, 20));
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

  /** SoftHSM2 calls X25519 keys Edwards keys; their curve says what they are. */
  @Test
  void montgomeryPair_agrees() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN);
        RawToken token = RawToken.of(fixture)) {
      byte[] curve25519 = HexFormat.of().parseHex("130a63757276653235353139");
      Template.Builder publicHalf =
          RawToken.object(CKO_PUBLIC_KEY)
              .set(CKA_ID, new byte[] {7})
              .set(CKA_EC_PARAMS, curve25519);
      Template.Builder privateHalf =
          RawToken.object(CKO_PRIVATE_KEY)
              .set(CKA_ID, new byte[] {7})
              .set(CKA_LABEL, "x")
              .set(CKA_PRIVATE, true)
              .set(CKA_SENSITIVE, true)
              .set(CKA_DERIVE, true);
      token.generatePair(Mechanism.of(Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN), publicHalf, privateHalf);
      PrivateKey key = (PrivateKey) fixture.keyStore().getKey("x", null);
      PublicKey half =
          fixture.vault().entry("x").orElseThrow().key().orElseThrow().publicKey().orElseThrow();
      KeyPair other = KeyPairGenerator.getInstance("X25519").generateKeyPair();
      KeyAgreement there = KeyAgreement.getInstance("X25519", fixture.provider());
      there.init(key);
      there.doPhase(other.getPublic(), true);
      KeyAgreement here = KeyAgreement.getInstance("X25519");
      here.init(other.getPrivate());
      here.doPhase(half, true);
      assertArrayEquals(here.generateSecret(), there.generateSecret());
    }
  }
}
