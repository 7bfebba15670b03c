// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.jcajce.JcaBasicOCSPRespBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/**
 * A certificate authority as somebody writes one with Bouncy Castle: nothing in it knows of
 * Holdfast, and no provider is named.
 */
@SuppressWarnings("JavaUtilDate") // Bouncy Castle takes it
final class AuthorityProgram {
  private final PrivateKey key;
  private final X509Certificate certificate;
  private final String algorithm;

  private AuthorityProgram(PrivateKey key, X509Certificate certificate, String algorithm) {
    this.key = key;
    this.certificate = certificate;
    this.algorithm = algorithm;
  }

  static AuthorityProgram root(String name, PrivateKey key, PublicKey publicKey, String algorithm)
      throws Exception {
    X500Principal self = new X500Principal("CN=" + name);
    ContentSigner signer = new JcaContentSignerBuilder(algorithm).build(key);
    return new AuthorityProgram(
        key, issue(self, self, publicKey, publicKey, true, signer), algorithm);
  }

  AuthorityProgram subordinate(
      String name, PrivateKey itsKey, PublicKey itsPublicKey, String itsAlgorithm)
      throws Exception {
    return new AuthorityProgram(itsKey, issue(name, itsPublicKey, true), itsAlgorithm);
  }

  X509Certificate certificate() {
    return certificate;
  }

  X509Certificate issue(String name, PublicKey subject, boolean ca) throws Exception {
    return issue(
        certificate.getSubjectX500Principal(),
        new X500Principal("CN=" + name),
        certificate.getPublicKey(),
        subject,
        ca,
        signer());
  }

  private ContentSigner signer() throws Exception {
    return new JcaContentSignerBuilder(algorithm).build(key);
  }

  private static X509Certificate issue(
      X500Principal issuer,
      X500Principal name,
      PublicKey issuerKey,
      PublicKey subject,
      boolean ca,
      ContentSigner signer)
      throws Exception {
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(1, ChronoUnit.DAYS)),
            Date.from(now.plus(30, ChronoUnit.DAYS)),
            name,
            subject);
    JcaX509ExtensionUtils extensions = new JcaX509ExtensionUtils();
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
    builder.addExtension(
        Extension.keyUsage,
        true,
        new KeyUsage(
            ca
                ? KeyUsage.keyCertSign | KeyUsage.cRLSign | KeyUsage.digitalSignature
                : KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
    builder.addExtension(
        Extension.subjectKeyIdentifier, false, extensions.createSubjectKeyIdentifier(subject));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        extensions.createAuthorityKeyIdentifier(issuerKey));
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  /** A revocation list with nothing, or one certificate, on it. */
  X509CRLHolder revocations(Optional<X509Certificate> revoked) throws Exception {
    Date now = new Date();
    JcaX509v2CRLBuilder builder =
        new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), now);
    builder.setNextUpdate(Date.from(now.toInstant().plus(1, ChronoUnit.DAYS)));
    revoked.ifPresent(
        gone -> builder.addCRLEntry(gone.getSerialNumber(), now, CRLReason.keyCompromise));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate.getPublicKey()));
    return builder.build(signer());
  }

  /** An OCSP response that says a certificate is good. */
  byte[] ocspResponse(X509Certificate subject) throws Exception {
    DigestCalculator sha1 =
        new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
    X509CertificateHolder issuer = new JcaX509CertificateHolder(certificate);
    BasicOCSPRespBuilder builder = new JcaBasicOCSPRespBuilder(certificate.getPublicKey(), sha1);
    Date now = new Date();
    builder.addResponse(
        new CertificateID(sha1, issuer, subject.getSerialNumber()),
        CertificateStatus.GOOD,
        now,
        Date.from(now.toInstant().plus(1, ChronoUnit.HOURS)),
        null);
    return new OCSPRespBuilder()
        .build(
            OCSPRespBuilder.SUCCESSFUL,
            builder.build(signer(), new X509CertificateHolder[] {issuer}, now))
        .getEncoded();
  }
}
