// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority with an ordinary key, whose certificates are for localhost. */
final class Certificates {
  private static final Certificates TEST_CA = new Certificates();

  private final KeyPair pair;
  private final X509Certificate root;

  private Certificates() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
      generator.initialize(256);
      pair = generator.generateKeyPair();
      root = issue(pair.getPublic(), "Test CA", pair.getPrivate(), true);
    } catch (Exception e) {
      throw new AssertionError("A CA cannot be made", e);
    }
  }

  static X509Certificate root() {
    return TEST_CA.root;
  }

  /** A chain of two certificates for a key. */
  static X509Certificate[] chain(PublicKey key, String commonName) throws Exception {
    return new X509Certificate[] {
      issue(key, commonName, TEST_CA.pair.getPrivate(), false), TEST_CA.root
    };
  }

  /** A chain of two certificates for a key of another host. */
  static X509Certificate[] chainFor(PublicKey key, String host) throws Exception {
    return new X509Certificate[] {
      issue(key, host, host, TEST_CA.pair.getPrivate(), false), TEST_CA.root
    };
  }

  /** A certificate for a key, valid from and until some days from now. */
  static X509Certificate of(PublicKey key, String commonName, int from, int until)
      throws Exception {
    return issue(key, commonName, "localhost", TEST_CA.pair.getPrivate(), false, from, until);
  }

  /** A root of the same name, with another key. */
  static X509Certificate otherRoot(KeyPair pair) throws Exception {
    return issue(pair.getPublic(), "Test CA", pair.getPrivate(), true);
  }

  private static X509Certificate issue(
      PublicKey key, String commonName, PrivateKey issuer, boolean ca) throws Exception {
    return issue(key, commonName, "localhost", issuer, ca);
  }

  private static X509Certificate issue(
      PublicKey key, String commonName, String host, PrivateKey issuer, boolean ca)
      throws Exception {
    return issue(key, commonName, host, issuer, ca, -1, 30);
  }

  private static X509Certificate issue(
      PublicKey key,
      String commonName,
      String host,
      PrivateKey issuer,
      boolean ca,
      int from,
      int until)
      throws Exception {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Principal("CN=Test CA"),
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.plus(from, ChronoUnit.DAYS)),
            Date.from(now.plus(until, ChronoUnit.DAYS)),
            new X500Principal("CN=" + commonName),
            key);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(issuer)));
  }
}
