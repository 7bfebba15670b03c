// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static dev.holdfast.pkcs11.Cka.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.Finding;
import dev.holdfast.pkcs11.Ckc;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Cko;
import dev.holdfast.pkcs11.KeyPairHandles;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Template;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates beside keys on a token that stands alone, as other programs leave them. */
class ForeignCertificatesTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  private static final byte[] P_256 = HexFormat.of().parseHex("06082a8648ce3d030107");

  /** The makes of tokens that stand alone. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"TOKEN", "NSS_TOKEN"})
  @Retention(RetentionPolicy.RUNTIME)
  @interface LoneToken {}

  private static byte[] id(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  /** An EC pair. */
  private static PublicKey pair(RawToken token, String id, String label, boolean keepPublicHalf)
      throws Exception {
    Template.Builder publicHalf =
        RawToken.object(Cko.CKO_PUBLIC_KEY)
            .set(CKA_ID, id(id))
            .set(CKA_LABEL, label)
            .set(CKA_VERIFY, true)
            .set(CKA_EC_PARAMS, P_256);
    Template.Builder privateHalf =
        RawToken.object(Cko.CKO_PRIVATE_KEY)
            .set(CKA_ID, id(id))
            .set(CKA_LABEL, label)
            .set(CKA_PRIVATE, true)
            .set(CKA_SENSITIVE, true)
            .set(CKA_SIGN, true);
    KeyPairHandles made =
        token.generatePair(Mechanism.of(Ckm.CKM_EC_KEY_PAIR_GEN), publicHalf, privateHalf);
    byte[] point =
        token.attributes(made.publicKey(), CKA_EC_POINT).bytes(CKA_EC_POINT).orElseThrow();
    if (!keepPublicHalf) {
      token.destroy(made.publicKey());
    }
    AlgorithmIdentifier curve =
        new AlgorithmIdentifier(
            X9ObjectIdentifiers.id_ecPublicKey,
            org.bouncycastle.asn1.ASN1Primitive.fromByteArray(P_256));
    SubjectPublicKeyInfo info =
        new SubjectPublicKeyInfo(curve, ASN1OctetString.getInstance(point).getOctets());
    return java.security.KeyFactory.getInstance("EC")
        .generatePublic(new java.security.spec.X509EncodedKeySpec(info.getEncoded()));
  }

  /** NSS wants certificates with one label to have one subject. */
  private static void certificate(
      RawToken token, String id, String label, X509Certificate certificate) throws Exception {
    token.create(
        RawToken.object(Cko.CKO_CERTIFICATE)
            .set(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509)
            .set(CKA_ID, id(id))
            .set(CKA_LABEL, label)
            .set(CKA_SUBJECT, certificate.getSubjectX500Principal().getEncoded())
            .set(CKA_ISSUER, certificate.getIssuerX500Principal().getEncoded())
            .set(CKA_SERIAL_NUMBER, new ASN1Integer(certificate.getSerialNumber()).getEncoded())
            .set(CKA_VALUE, certificate.getEncoded()));
  }

  private static boolean signs(Fixture fixture, PrivateKey key, PublicKey half) throws Exception {
    Signature signing = Signature.getInstance("SHA256withECDSA", fixture.provider());
    signing.initSign(key);
    signing.update(MESSAGE);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance("SHA256withECDSA");
    verifying.initVerify(half);
    verifying.update(MESSAGE);
    return verifying.verify(signature);
  }

  private static long said(Fixture fixture, String... words) throws Exception {
    return fixture.vault().diagnose().stream()
        .map(Finding::toString)
        .filter(finding -> List.of(words).stream().allMatch(finding::contains))
        .count();
  }

  /** In whichever order they were written. */
  @LoneToken
  void ofCertificatesWithOneId_theNewestValidOneOfThisKeyIsGiven(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        RawToken token = RawToken.of(fixture)) {
      for (String id : List.of("a1", "a2")) {
        PublicKey half = pair(token, id, "web" + id, true);
        X509Certificate expired = Certificates.of(half, "web" + id, -60, -30);
        X509Certificate old = Certificates.of(half, "web" + id, -20, 700);
        X509Certificate renewed = Certificates.of(half, "web" + id, -2, 60);
        X509Certificate future = Certificates.of(half, "web" + id, 10, 900);
        KeyPair stranger = KeyPairGenerator.getInstance("EC").generateKeyPair();
        X509Certificate strange = Certificates.of(stranger.getPublic(), "stranger", -1, 800);
        List<X509Certificate> all =
            id.equals("a1")
                ? List.of(expired, old, renewed, future, strange)
                : List.of(strange, future, renewed, old, expired);
        for (X509Certificate each : all) {
          certificate(token, id, each.equals(strange) ? "stranger" : "web" + id, each);
        }
        Certificate[] chain = fixture.keyStore().getCertificateChain("web" + id);
        assertEquals(renewed, chain[0]);
        assertEquals(renewed, fixture.keyStore().getCertificate("web" + id));
        // What was read of the token is used for a second.
        fixture.reopen();
      }
      assertEquals(2, said(fixture, "CN=stranger", "another public key"));
    }
  }

  @LoneToken
  void expiredCertificate_isGivenWhereThereIsNoOther_andSaid(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        RawToken token = RawToken.of(fixture)) {
      PublicKey half = pair(token, "a1", "web", true);
      X509Certificate older = Certificates.of(half, "web", -90, -60);
      X509Certificate newer = Certificates.of(half, "web", -50, -20);
      certificate(token, "a1", "web", newer);
      certificate(token, "a1", "web", older);
      assertEquals(newer, fixture.keyStore().getCertificate("web"));
      assertEquals(1, said(fixture, "certificate of the key web has expired"));
    }
  }

  /** Of two authorities with one name, the chain has the one that has signed. */
  @LoneToken
  void issuerWithTheSameName_isNotTaken(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        RawToken token = RawToken.of(fixture)) {
      PublicKey half = pair(token, "a1", "web", true);
      X509Certificate own = Certificates.of(half, "web", -1, 30);
      certificate(token, "a1", "web", own);
      KeyPair other = KeyPairGenerator.getInstance("EC").generateKeyPair();
      certificate(token, "c1", "", Certificates.otherRoot(other));
      assertArrayEquals(new Certificate[] {own}, fixture.keyStore().getCertificateChain("web"));
      certificate(token, "c2", "", Certificates.root());
      fixture.reopen();
      assertArrayEquals(
          new Certificate[] {own, Certificates.root()},
          fixture.keyStore().getCertificateChain("web"));
    }
  }

  /** As on a smart card, whose private keys have a certificate and no public key object. */
  @LoneToken
  void publicHalf_isTakenFromTheCertificate(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        RawToken token = RawToken.of(fixture)) {
      PublicKey half = pair(token, "a1", "card", false);
      PublicKey bare = pair(token, "a2", "bare", false);
      certificate(token, "a1", "", Certificates.of(half, "card", -60, -30));
      certificate(token, "a1", "", Certificates.of(half, "card", -1, 30));
      KeyStore keyStore = fixture.keyStore();
      assertEquals(
          half, fixture.vault().entry("card").orElseThrow().key().orElseThrow().publicKey().get());
      assertTrue(signs(fixture, (PrivateKey) keyStore.getKey("card", null), half));
      assertEquals(0, said(fixture, "The key card has no public key"));
      // Without any certificate it is a key all the same, and signs.
      assertEquals(1, said(fixture, "The key bare has no public key"));
      assertTrue(keyStore.isKeyEntry("bare"));
      assertNull(keyStore.getCertificateChain("bare"));
      assertTrue(signs(fixture, (PrivateKey) keyStore.getKey("bare", null), bare));
    }
  }

  @LoneToken
  void keysWithOneLabel_haveNamesOfTheirOwn(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        RawToken token = RawToken.of(fixture)) {
      PublicKey second = pair(token, "b2", "web", true);
      PublicKey first = pair(token, "b1", "web", true);
      PublicKey third = pair(token, "b3", "", true);
      X509Certificate own = Certificates.of(second, "second", -1, 30);
      certificate(token, "b2", "web", own);
      for (int count = 0; count < 2; count++) {
        KeyStore keyStore = fixture.keyStore();
        assertEquals(
            Set.of("web", "web (b2)", "b3"), new TreeSet<>(Collections.list(keyStore.aliases())));
        assertTrue(signs(fixture, (PrivateKey) keyStore.getKey("web", null), first));
        assertTrue(signs(fixture, (PrivateKey) keyStore.getKey("web (b2)", null), second));
        assertTrue(signs(fixture, (PrivateKey) keyStore.getKey("b3", null), third));
        assertNull(keyStore.getCertificate("web"));
        assertEquals(own, keyStore.getCertificate("web (b2)"));
        assertEquals("web (b2)", keyStore.getCertificateAlias(own));
        fixture.reopen();
      }
    }
  }

  /** One that has a label is trusted; one without is there to complete chains. */
  @LoneToken
  void certificatesWithoutKey_areEntries(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        RawToken token = RawToken.of(fixture)) {
      KeyPair other = KeyPairGenerator.getInstance("EC").generateKeyPair();
      X509Certificate one = Certificates.of(other.getPublic(), "peer", -1, 30);
      X509Certificate two = Certificates.of(other.getPublic(), "peer", -1, 30);
      certificate(token, "c1", "peer", one);
      certificate(token, "c1", "peer", two);
      certificate(token, "c2", "", Certificates.root());
      KeyStore keyStore = fixture.keyStore();
      assertEquals(Set.of("peer", "peer (2)"), new TreeSet<>(Collections.list(keyStore.aliases())));
      assertTrue(keyStore.isCertificateEntry("peer"));
      assertEquals(
          Set.of(one, two),
          Set.of(keyStore.getCertificate("peer"), keyStore.getCertificate("peer (2)")));
    }
  }

  @LoneToken
  void certificateThatCannotBeRead_isSaid(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend);
        RawToken token = RawToken.of(fixture)) {
      PublicKey half = pair(token, "a1", "web", true);
      byte[] name = Certificates.root().getSubjectX500Principal().getEncoded();
      token.create(
          RawToken.object(Cko.CKO_CERTIFICATE)
              .set(CKA_CERTIFICATE_TYPE, Ckc.CKC_X_509)
              .set(CKA_ID, id("a1"))
              .set(CKA_LABEL, "broken")
              .set(CKA_SUBJECT, name)
              .set(CKA_ISSUER, name)
              .set(CKA_SERIAL_NUMBER, new byte[] {2, 1, 7})
              .set(CKA_VALUE, new byte[] {0x30, 3, 1, 2, 3}));
      KeyStore keyStore = fixture.keyStore();
      assertEquals(List.of("web"), Collections.list(keyStore.aliases()));
      assertNull(keyStore.getCertificate("web"));
      assertTrue(signs(fixture, (PrivateKey) keyStore.getKey("web", null), half));
      assertEquals(1, said(fixture, "certificate that cannot be used", "malformed", "broken"));
    }
  }
}
