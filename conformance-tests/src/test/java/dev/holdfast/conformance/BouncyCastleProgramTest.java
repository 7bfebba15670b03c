// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAuthEnvelopedData;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.RecipientInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JceKeyTransAuthEnvelopedRecipient;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Bouncy Castle's PKI over keys of ours; OpenSSL judges what comes out. */
class BouncyCastleProgramTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final byte[] CONTENT = "the content".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  private Program openssl(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    return Program.run(folder, Map.of(), command);
  }

  private static void assertSays(Program program, String text) {
    assertTrue(program.output().contains(text), program.toString());
  }

  private void pem(String name, Object... objects) throws Exception {
    try (JcaPEMWriter writer = new JcaPEMWriter(Files.newBufferedWriter(folder.resolve(name)))) {
      for (Object object : objects) {
        writer.writeObject(object);
      }
    }
  }

  /** The fixture's key, kept under an alias and taken from the KeyStore again. */
  private static PrivateKey kept(
      KeyStore keyStore, String alias, KeyPair pair, Certificate... chain) throws Exception {
    keyStore.setKeyEntry(alias, pair.getPrivate(), null, chain);
    PrivateKey key = (PrivateKey) keyStore.getKey(alias, null);
    assertNull(key.getEncoded());
    return key;
  }

  @EveryBackend
  void threeLevelAuthority_convincesOpenssl(Backend backend) throws Exception {
    Fixture fixture = BENCH.fixture(backend);
    try (Installed holdfast = Installed.last(fixture)) {
      KeyStore keyStore = fixture.keyStore();
      KeyPair rootPair = BENCH.pair(backend, "secp384r1");
      KeyPair issuingPair = BENCH.pair(backend, "RSA-2048");
      AuthorityProgram root =
          AuthorityProgram.root(
              "Root", rootPair.getPrivate(), rootPair.getPublic(), "SHA384withECDSA");
      kept(keyStore, "root", rootPair, root.certificate());
      // The name that Bouncy Castle's PKIX code gives PSS with a digest's defaults.
      AuthorityProgram issuing =
          root.subordinate(
              "Issuing", issuingPair.getPrivate(), issuingPair.getPublic(), "SHA256withRSAandMGF1");
      kept(keyStore, "issuing", issuingPair, issuing.certificate(), root.certificate());
      X509Certificate leaf =
          issuing.issue("leaf", BENCH.pair(backend, "secp256r1").getPublic(), false);
      X509Certificate lost =
          issuing.issue("lost", BENCH.pair(backend, "secp256r1").getPublic(), false);
      pem("root.pem", root.certificate());
      pem("issuing.pem", issuing.certificate());
      pem("leaf.pem", leaf);
      pem("lost.pem", lost);
      pem("crls.pem", root.revocations(Optional.empty()), issuing.revocations(Optional.of(lost)));
      pem("issuing-crl.pem", issuing.revocations(Optional.of(lost)));
      assertSays(verify("leaf.pem").requireSuccess(), "leaf.pem: OK");
      assertSays(verify("lost.pem"), "certificate revoked");
      assertSays(
          openssl("crl", "-in", "issuing-crl.pem", "-CAfile", "issuing.pem", "-noout")
              .requireSuccess(),
          "verify OK");
      Files.write(folder.resolve("ocsp.der"), issuing.ocspResponse(leaf));
      Program ocsp =
          openssl(
                  "ocsp",
                  "-respin",
                  "ocsp.der",
                  "-issuer",
                  "issuing.pem",
                  "-cert",
                  "leaf.pem",
                  "-CAfile",
                  "root.pem")
              .requireSuccess();
      assertSays(ocsp, "Response verify OK");
      assertSays(ocsp, "leaf.pem: good");
    }
  }

  private Program verify(String certificate) throws Exception {
    return openssl(
        "verify",
        "-CAfile",
        "root.pem",
        "-untrusted",
        "issuing.pem",
        "-crl_check_all",
        "-CRLfile",
        "crls.pem",
        certificate);
  }

  @EveryBackend
  void signedCms_convincesOpenssl(Backend backend) throws Exception {
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      pem("ca.pem", Certificates.root());
      for (String[] each :
          new String[][] {
            {"RSA-2048", "SHA256withRSA"},
            {"RSA-2048", "SHA512withRSAandMGF1"},
            {"secp256r1", "SHA256withECDSA"}
          }) {
        KeyPair pair = BENCH.pair(backend, each[0]);
        X509Certificate[] chain = Certificates.chain(pair.getPublic(), "signer");
        CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
        generator.addSignerInfoGenerator(
            new JcaSimpleSignerInfoGeneratorBuilder().build(each[1], pair.getPrivate(), chain[0]));
        generator.addCertificates(new JcaCertStore(List.of(chain)));
        Files.write(
            folder.resolve("signed.der"),
            generator.generate(new CMSProcessableByteArray(CONTENT), true).getEncoded());
        Program program =
            openssl(
                "cms",
                "-verify",
                "-inform",
                "DER",
                "-in",
                "signed.der",
                "-CAfile",
                "ca.pem",
                "-purpose",
                "any",
                "-out",
                "content");
        assertEquals(0, program.exitCode(), () -> each[1] + ": " + program);
        assertArrayEquals(CONTENT, Files.readAllBytes(folder.resolve("content")), each[1]);
      }
    }
  }

  /** The signer with Holdfast named, as programs do that know where their key is. */
  @EveryBackend
  void signerWithTheProviderNamed_signsToo(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "secp256r1");
    var signer =
        new JcaContentSignerBuilder("SHA256withECDSA")
            .setProvider(BENCH.fixture(backend).provider())
            .build(pair.getPrivate());
    signer.getOutputStream().write(CONTENT);
    var verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(pair.getPublic());
    verifier.update(CONTENT);
    assertTrue(verifier.verify(signer.getSignature()));
  }

  private byte[] sealedByOpenssl(String hash) throws Exception {
    openssl(
            "cms",
            "-encrypt",
            "-aes-256-gcm",
            "-in",
            "content",
            "-binary",
            "-outform",
            "DER",
            "-out",
            "sealed.der",
            "-recip",
            "recipient.pem",
            "-keyopt",
            "rsa_padding_mode:oaep",
            "-keyopt",
            "rsa_oaep_md:" + hash)
        .requireSuccess();
    return Files.readAllBytes(folder.resolve("sealed.der"));
  }

  @EveryBackend
  void envelopeOfOpenssl_isOpenedWithOurKey(Backend backend) throws Exception {
    Fixture fixture = BENCH.fixture(backend);
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    pem("recipient.pem", Certificates.chain(pair.getPublic(), "recipient")[0]);
    Files.write(folder.resolve("content"), CONTENT);
    for (String hash : List.of("sha1", "sha256")) {
      byte[] sealed = sealedByOpenssl(hash);
      // The JDK has no parameters of AES-GCM by their OID, so who reads CMS registers Bouncy
      // Castle.
      Security.addProvider(new BouncyCastleProvider());
      try (Installed holdfast = Installed.last(fixture)) {
        assertArrayEquals(
            CONTENT,
            open(sealed, new JceKeyTransAuthEnvelopedRecipient(pair.getPrivate())),
            () -> hash + ", no provider named");
      } finally {
        Security.removeProvider("BC");
      }
    }
    var recipient = new JceKeyTransAuthEnvelopedRecipient(pair.getPrivate());
    recipient.setProvider(fixture.provider());
    recipient.setContentProvider(new BouncyCastleProvider());
    assertArrayEquals(CONTENT, open(sealedByOpenssl("sha1"), recipient), "Holdfast named");
  }

  private static byte[] open(byte[] sealed, JceKeyTransAuthEnvelopedRecipient recipient)
      throws Exception {
    RecipientInformation information =
        new CMSAuthEnvelopedData(sealed).getRecipientInfos().iterator().next();
    return information.getContent(recipient);
  }
}
