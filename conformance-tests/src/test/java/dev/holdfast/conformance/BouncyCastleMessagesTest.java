// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSAlgorithm;
import org.bouncycastle.cms.CMSEnvelopedData;
import org.bouncycastle.cms.CMSEnvelopedDataGenerator;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.cms.jcajce.JceCMSContentEncryptorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyAgreeEnvelopedRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipient;
import org.bouncycastle.cms.jcajce.JceKeyAgreeRecipientInfoGenerator;
import org.bouncycastle.cms.jcajce.JceKeyTransEnvelopedRecipient;
import org.bouncycastle.jcajce.spec.UserKeyingMaterialSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.tsp.TSPAlgorithms;
import org.bouncycastle.tsp.TimeStampRequest;
import org.bouncycastle.tsp.TimeStampResponseGenerator;
import org.bouncycastle.tsp.TimeStampTokenGenerator;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * More of Bouncy Castle's PKI over keys of ours: requests, time-stamps, and envelopes of older
 * kinds. OpenSSL asks or judges.
 */
class BouncyCastleMessagesTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);

  /** Kinds of keys, and the signature that each makes here. */
  private static final Map<String, String> SIGNERS =
      Map.of(
          "RSA-2048", "SHA256withRSAandMGF1",
          "secp384r1", "SHA384withECDSA",
          "Ed25519", "Ed25519");

  @TempDir Path folder;

  private Program openssl(String words) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(words.split(" ")));
    return Program.run(folder, Map.of(), command);
  }

  private void pem(String name, Object object) throws Exception {
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(folder.resolve(name)))) {
      writer.writeObject(object);
    }
  }

  @EveryBackend
  void request_convincesOpenssl(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      for (String kind : BENCH.offered(backend, List.copyOf(SIGNERS.keySet()))) {
        KeyPair pair = BENCH.pair(backend, kind);
        pem(
            "request.pem",
            new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=new"), pair.getPublic())
                .build(new JcaContentSignerBuilder(SIGNERS.get(kind)).build(pair.getPrivate())));
        Program program = openssl("req -in request.pem -verify -noout").requireSuccess();
        assertTrue(program.output().contains("verify OK"), () -> kind + ": " + program);
      }
    }
  }

  /** RFC 3161: OpenSSL asks for a time-stamp and judges the answer. */
  @SuppressWarnings("JavaUtilDate") // Bouncy Castle takes it
  @EveryBackend
  void timeStamp_convincesOpenssl(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      Files.write(folder.resolve("content"), CONTENT);
      openssl("ts -query -data content -sha256 -cert -out query.tsq").requireSuccess();
      TimeStampRequest request =
          new TimeStampRequest(Files.readAllBytes(folder.resolve("query.tsq")));
      for (String kind : List.of("RSA-2048", "secp384r1")) {
        KeyPair pair = BENCH.pair(backend, kind);
        X509Certificate certificate = timeStamping(pair, kind);
        pem("authority.pem", certificate);
        DigestCalculator sha256 =
            new JcaDigestCalculatorProviderBuilder()
                .build()
                .get(new AlgorithmIdentifier(TSPAlgorithms.SHA256));
        TimeStampTokenGenerator tokens =
            new TimeStampTokenGenerator(
                new JcaSimpleSignerInfoGeneratorBuilder()
                    .build(
                        SIGNERS.get(kind).replace("andMGF1", ""), pair.getPrivate(), certificate),
                sha256,
                new ASN1ObjectIdentifier("1.2.3.4"));
        tokens.addCertificates(new JcaCertStore(List.of(certificate)));
        byte[] response =
            new TimeStampResponseGenerator(tokens, TSPAlgorithms.ALLOWED)
                .generate(request, BigInteger.ONE, new Date())
                .getEncoded();
        Files.write(folder.resolve("answer.tsr"), response);
        Program program =
            openssl("ts -verify -queryfile query.tsq -in answer.tsr -CAfile authority.pem");
        assertEquals(0, program.exitCode(), () -> kind + ": " + program);
        assertTrue(program.output().contains("Verification: OK"), () -> kind + ": " + program);
      }
    }
  }

  /** A certificate of its own for a key that signs time-stamps and nothing else. */
  @SuppressWarnings("JavaUtilDate") // Bouncy Castle takes it
  private static X509Certificate timeStamping(KeyPair pair, String kind) throws Exception {
    X500Principal name = new X500Principal("CN=time");
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            BigInteger.valueOf(System.nanoTime()),
            Date.from(now.minus(1, ChronoUnit.DAYS)),
            Date.from(now.plus(30, ChronoUnit.DAYS)),
            name,
            pair.getPublic());
    builder.addExtension(
        Extension.extendedKeyUsage, true, new ExtendedKeyUsage(KeyPurposeId.id_kp_timeStamping));
    X509CertificateHolder issued =
        builder.build(new JcaContentSignerBuilder(SIGNERS.get(kind)).build(pair.getPrivate()));
    return new JcaX509CertificateConverter().getCertificate(issued);
  }

  /** RFC 8419; OpenSSL 3.0 cannot verify such messages, so Bouncy Castle does, with the JDK. */
  @EveryBackend
  void messageSignedWithEd25519_isVerified(Backend backend) throws Exception {
    for (String kind : BENCH.offered(backend, List.of("Ed25519"))) {
      KeyPair pair = BENCH.pair(backend, kind);
      X509Certificate signer = Certificates.chain(pair.getPublic(), "signer")[0];
      byte[] signed;
      try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder().build(kind, pair.getPrivate(), signer));
        signed = generator.generate(new CMSProcessableByteArray(CONTENT), true).getEncoded();
      }
      // Holdfast is not registered any more.
      SignerInformation information =
          new CMSSignedData(signed).getSignerInfos().getSigners().iterator().next();
      assertTrue(information.verify(new JcaSimpleSignerInfoVerifierBuilder().build(signer)));
    }
  }

  /** RFC 5753, by each digest that OpenSSL takes, with the cofactor and without. */
  @EveryBackend
  void agreedEnvelopeOfOpenssl_isOpenedWithOurKey(Backend backend) throws Exception {
    Files.write(folder.resolve("content"), CONTENT);
    String[][] forms = {
      {"secp256r1", "-aes-128-cbc", "", ""},
      {"secp256r1", "-aes-256-cbc", " -keyopt ecdh_kdf_md:sha256", ""},
      {"secp384r1", "-aes-192-cbc", " -keyopt ecdh_kdf_md:sha384", "1"},
      {"secp521r1", "-aes-256-cbc", " -keyopt ecdh_kdf_md:sha512", ""},
    };
    for (String[] form : forms) {
      KeyPair pair = BENCH.pair(backend, form[0]);
      pem("recipient.pem", Certificates.chain(pair.getPublic(), "recipient")[0]);
      String cofactor = form[3].isEmpty() ? "" : " -keyopt ecdh_cofactor_mode:" + form[3];
      openssl(
              "cms -encrypt -binary -in content -outform DER -out sealed "
                  + form[1]
                  + " -recip recipient.pem"
                  + form[2]
                  + cofactor)
          .requireSuccess();
      assertOpened(backend, pair, Files.readAllBytes(folder.resolve("sealed")));
    }
  }

  /** By callers that name Holdfast, and by those that name nobody and have Bouncy Castle first. */
  private static void assertOpened(Backend backend, KeyPair pair, byte[] sealed) throws Exception {
    Fixture fixture = BENCH.fixture(backend);
    assertArrayEquals(CONTENT, opened(recipient(pair).setProvider(fixture.provider()), sealed));
    try (Installed holdfast = Installed.last(fixture)) {
      Security.insertProviderAt(new BouncyCastleProvider(), 1);
      assertArrayEquals(CONTENT, opened(recipient(pair), sealed));
    } finally {
      Security.removeProvider("BC");
    }
  }

  /** A key that has no encoding does not say its own algorithm: Bouncy Castle wants to be told. */
  private static JceKeyAgreeRecipient recipient(KeyPair pair) {
    return new JceKeyAgreeEnvelopedRecipient(pair.getPrivate())
        .setPrivateKeyAlgorithmIdentifier(
            SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded()).getAlgorithm());
  }

  private static byte[] opened(JceKeyAgreeRecipient recipient, byte[] sealed) throws Exception {
    return new CMSEnvelopedData(sealed).getRecipientInfos().iterator().next().getContent(recipient);
  }

  /** RFC 8418, which OpenSSL 3.0 does not have: Bouncy Castle seals. */
  @EveryBackend
  void agreedEnvelope_isOpenedWithOurMontgomeryKey(Backend backend) throws Exception {
    for (String kind : BENCH.offered(backend, List.of("X25519", "X448"))) {
      KeyPair pair = BENCH.pair(backend, kind);
      KeyPair sender = KeyPairGenerator.getInstance(kind, BOUNCY_CASTLE).generateKeyPair();
      for (ASN1ObjectIdentifier agreement :
          List.of(
              CMSAlgorithm.ECDH_HKDF_SHA256,
              CMSAlgorithm.ECDH_HKDF_SHA384,
              CMSAlgorithm.ECDH_HKDF_SHA512)) {
        byte[] sealed =
            sealed(
                new JceKeyAgreeRecipientInfoGenerator(
                        agreement,
                        sender.getPrivate(),
                        sender.getPublic(),
                        CMSAlgorithm.AES256_WRAP)
                    .setProvider(BOUNCY_CASTLE),
                Certificates.chain(pair.getPublic(), "recipient")[0]);
        assertOpened(backend, pair, sealed);
      }
    }
  }

  private static byte[] sealed(
      JceKeyAgreeRecipientInfoGenerator generator, X509Certificate recipient) throws Exception {
    CMSEnvelopedDataGenerator enveloping = new CMSEnvelopedDataGenerator();
    enveloping.addRecipientInfoGenerator(generator.addRecipient(recipient));
    return enveloping
        .generate(
            new CMSProcessableByteArray(CONTENT),
            new JceCMSContentEncryptorBuilder(CMSAlgorithm.AES128_CBC).build())
        .getEncoded();
  }

  /** The other way round: our key is the sender's, and OpenSSL opens. */
  @EveryBackend
  void envelopeAgreedWithOurKey_isOpenedByOpenssl(Backend backend) throws Exception {
    for (String kind : Workbench.EC_KINDS) {
      KeyPair sender = BENCH.pair(backend, kind);
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
      generator.initialize(new ECGenParameterSpec(kind));
      KeyPair recipient = generator.generateKeyPair();
      X509Certificate certificate = Certificates.chain(recipient.getPublic(), "recipient")[0];
      pem("recipient.pem", certificate);
      pem("recipient.key", new JcaPKCS8Generator(recipient.getPrivate(), null));
      try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
        byte[] sealed =
            sealed(
                new JceKeyAgreeRecipientInfoGenerator(
                    CMSAlgorithm.ECDH_SHA256KDF,
                    sender.getPrivate(),
                    sender.getPublic(),
                    CMSAlgorithm.AES128_WRAP),
                certificate);
        Files.write(folder.resolve("sealed"), sealed);
      }
      openssl(
              "cms -decrypt -inform DER -in sealed -recip recipient.pem -inkey recipient.key -out"
                  + " opened")
          .requireSuccess();
      assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("opened")), kind);
    }
  }

  /** The key that wraps is a handle, and of an algorithm of a known size. */
  @EveryBackend
  void derivedKey_isAHandle_orRefused(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "secp256r1");
    KeyAgreement agreement =
        KeyAgreement.getInstance("1.3.132.1.11.1", BENCH.fixture(backend).provider());
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> agreement.init(pair.getPrivate(), new IvParameterSpec(new byte[16])));
    agreement.init(pair.getPrivate(), new UserKeyingMaterialSpec(new byte[] {1}));
    agreement.doPhase(pair.getPublic(), true);
    assertThrows(UnsupportedOperationException.class, agreement::generateSecret);
    assertThrows(NoSuchAlgorithmException.class, () -> agreement.generateSecret("AES"));
    SecretKey key = agreement.generateSecret("2.16.840.1.101.3.4.1.45");
    assertEquals("AES", key.getAlgorithm());
    assertNull(key.getEncoded());
  }

  /** The key transport of RFC 3370, with PKCS #1 v1.5, and content without authentication. */
  @EveryBackend
  void olderEnvelopeOfOpenssl_isOpenedWithOurKey(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    pem("recipient.pem", Certificates.chain(pair.getPublic(), "recipient")[0]);
    Files.write(folder.resolve("content"), CONTENT);
    openssl("cms -encrypt -aes-256-cbc -binary -in content -outform DER -out sealed recipient.pem")
        .requireSuccess();
    byte[] sealed = Files.readAllBytes(folder.resolve("sealed"));
    Security.addProvider(new BouncyCastleProvider());
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      assertArrayEquals(
          CONTENT,
          new CMSEnvelopedData(sealed)
              .getRecipientInfos()
              .iterator()
              .next()
              .getContent(new JceKeyTransEnvelopedRecipient(pair.getPrivate())));
    } finally {
      Security.removeProvider("BC");
    }
  }
}
