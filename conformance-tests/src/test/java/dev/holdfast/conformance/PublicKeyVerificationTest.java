// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Callers that name no provider verify with public keys that the JDK has no use for. */
class PublicKeyVerificationTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final byte[] MESSAGE = "signed by another program".getBytes(UTF_8);

  private interface Check {
    void run() throws Exception;
  }

  private static void firstAndLast(Check check) throws Exception {
    Provider holdfast = BENCH.fixture(Backend.SEALED).provider();
    for (int place : new int[] {1, Security.getProviders().length + 1}) {
      try (Installed installed = Installed.at(holdfast, place)) {
        check.run();
      }
    }
  }

  private static void assertVerified(String algorithm, KeyPair pair, PublicKey read)
      throws Exception {
    Signature signer = Signature.getInstance(algorithm, BOUNCY_CASTLE);
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(read);
    verifier.update(MESSAGE);
    assertTrue(verifier.verify(signature), algorithm);
    verifier.update(MESSAGE, 1, MESSAGE.length - 1);
    assertFalse(verifier.verify(signature), algorithm);
  }

  private static PublicKey read(String factory, KeyPair pair) throws Exception {
    return KeyFactory.getInstance(factory, BENCH.fixture(Backend.SEALED).provider())
        .generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
  }

  /**
   * From the first place always; from the last where the JDK's own provider refuses such a key at
   * init. JDK 17's takes it and fails when it verifies, as it did without Holdfast.
   */
  @Test
  void keysOnCurvesThatTheJdkLacks_verify() throws Exception {
    for (String curve : Workbench.OTHER_EC_KINDS) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
      generator.initialize(new ECGenParameterSpec(curve));
      KeyPair pair = generator.generateKeyPair();
      Provider holdfast = BENCH.fixture(Backend.SEALED).provider();
      for (String algorithm : List.of("SHA256withECDSA", "SHA3-512withECDSA")) {
        try (Installed first = Installed.at(holdfast, 1)) {
          assertVerified(algorithm, pair, read("EC", pair));
          assertVerified(algorithm, pair, pair.getPublic());
        }
        try (Installed last = Installed.at(holdfast, Security.getProviders().length + 1)) {
          assertVerified(algorithm, pair, read("EC", pair));
        } catch (SignatureException e) {
          assertTrue(e.getMessage().contains("Curve not supported"), e::toString);
        }
      }
    }
  }

  @Test
  void keysOfAlgorithmsThatTheJdkLacks_verify() throws Exception {
    for (String name : List.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA-SHA2-128F")) {
      KeyPair pair = KeyPairGenerator.getInstance(name, BOUNCY_CASTLE).generateKeyPair();
      firstAndLast(
          () -> {
            assertVerified(name, pair, read(name, pair));
            assertVerified(name, pair, pair.getPublic());
          });
    }
  }

  /**
   * On JDK 17 the certificate's key is one without a factory; its signature is checked all the
   * same.
   */
  @Test
  void mlDsaCertificates_areVerifiedByTheJdksOwnClasses() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-65", BOUNCY_CASTLE).generateKeyPair();
    byte[] der = certificate(pair, 1);
    byte[] damaged = der.clone();
    damaged[der.length - 10] ^= 1;
    firstAndLast(
        () -> {
          X509Certificate good = parsed(der);
          assertEquals("CN=later", good.getSubjectX500Principal().getName());
          good.verify(good.getPublicKey());
          X509Certificate bad = parsed(damaged);
          assertThrows(SignatureException.class, () -> bad.verify(good.getPublicKey()));
        });
    if (Runtime.version().feature() < 24) {
      // Another one: the JDK keeps certificates, and remembers that one was verified.
      X509Certificate alone = parsed(certificate(pair, 2));
      assertThrows(
          NoSuchAlgorithmException.class,
          () -> alone.verify(alone.getPublicKey()),
          "without Holdfast nobody knows the algorithm");
    }
  }

  private static byte[] certificate(KeyPair pair, long serial) throws Exception {
    X500Name name = new X500Name("CN=later");
    Date now = Date.from(Instant.now());
    Date then = Date.from(Instant.now().plus(Duration.ofDays(1)));
    return new JcaX509v3CertificateBuilder(
            name, BigInteger.valueOf(serial), now, then, name, pair.getPublic())
        .build(
            new JcaContentSignerBuilder("ML-DSA-65")
                .setProvider(BOUNCY_CASTLE)
                .build(pair.getPrivate()))
        .getEncoded();
  }

  private static X509Certificate parsed(byte[] der) throws Exception {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509", "SUN")
            .generateCertificate(new ByteArrayInputStream(der));
  }
}
