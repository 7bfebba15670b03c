// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static dev.holdfast.conformance.SignatureWitness.TEXT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.Holdfast;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.SignRequest;
import dev.holdfast.kms.api.VerifyRequest;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.Examined.Outcome;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.SignScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What else meets tokens that sign no digests: the key service, card keys, doctor and keytool. */
class HashingTokenUsesTest {
  private static Fixture hashing(Backend backend, Backend make) {
    return Fixture.on(backend, folder -> HashingToken.newToken(make, folder));
  }

  @Test
  void keyService_signsMessages_andSaysThatDigestsAreNotTaken() throws Exception {
    try (Fixture fixture = hashing(Backend.VAULT_ON_HSM, Backend.NSS_TOKEN)) {
      KeyService kms = Holdfast.keyService(fixture.configuration());
      signs(kms, "RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PSS_SHA_512");
      signs(kms, "ECC_NIST_P256", "ECDSA_SHA_256");
      signs(kms, "ECC_NIST_P521", "ECDSA_SHA_512");
    }
  }

  private static void signs(KeyService kms, String spec, String... algorithms) throws Exception {
    String id =
        kms.createKey(CreateKeyRequest.of().withKeySpec(spec).withKeyUsage("SIGN_VERIFY"))
            .keyMetadata()
            .keyId();
    Blob message = Blob.of(Arrays.copyOf(TEXT, 4096));
    for (String algorithm : algorithms) {
      String name = "SHA-" + algorithm.substring(algorithm.length() - 3);
      Blob digest = Blob.of(MessageDigest.getInstance(name).digest(message.toByteArray()));
      Blob signature = kms.sign(SignRequest.of(id, message, algorithm)).signature();
      assertTrue(kms.verify(VerifyRequest.of(id, message, signature, algorithm)).signatureValid());
      assertTrue(
          kms.verify(VerifyRequest.of(id, digest, signature, algorithm).withMessageType("DIGEST"))
              .signatureValid());
      String why =
          KmsBench.refused(
              KmsError.UNSUPPORTED_OPERATION,
              () -> kms.sign(SignRequest.of(id, digest, algorithm).withMessageType("DIGEST")));
      assertTrue(why.contains("give it the message"), why);
    }
  }

  @Test
  void cardKeys_areApprovedForShortAndLongMessages() throws Exception {
    try (Fixture fixture = hashing(Backend.TOKEN, Backend.TOKEN)) {
      AlwaysAuthenticateTest.pair(fixture, "card", "7");
      PrivateKey key = (PrivateKey) fixture.keyStore().getKey("card", null);
      PublicKey half =
          fixture.vault().entry("card").orElseThrow().key().orElseThrow().publicKey().orElseThrow();
      for (int length : new int[] {3, 200_000, 5}) {
        byte[] message = Arrays.copyOf(TEXT, length);
        Signature signing = Signature.getInstance("SHA256withRSA", fixture.provider());
        signing.initSign(key);
        signing.update(message);
        byte[] signature = signing.sign();
        Signature verifying = Signature.getInstance("SHA256withRSA", "SunRsaSign");
        verifying.initVerify(half);
        verifying.update(message);
        assertTrue(verifying.verify(signature));
      }
    }
  }

  @Test
  void checkup_saysWhatIsHashedThere() throws Exception {
    try (Fixture fixture = hashing(Backend.NSS_TOKEN, Backend.NSS_TOKEN)) {
      Digest digest = Digest.SHA_256;
      assertFound(
          fixture,
          KeySpec.rsa(2048),
          Map.of(
              SignScheme.rsaPkcs1(digest), Outcome.HASHED_THERE,
              SignScheme.rsaPss(digest, digest, 32), Outcome.HASHED_THERE,
              SignScheme.rsaPkcs1(Digest.SHA_512_256), Outcome.MISSING,
              SignScheme.rsaPkcs1Raw(), Outcome.MISSING));
      assertFound(
          fixture,
          KeySpec.ec(EcCurve.P_384),
          Map.of(
              SignScheme.ecdsa(digest), Outcome.HASHED_THERE,
              SignScheme.ecdsa(), Outcome.MISSING));
    }
  }

  private static void assertFound(Fixture fixture, KeySpec spec, Map<Algorithm, Outcome> expected)
      throws Exception {
    fixture
        .vault()
        .backends()
        .examine("main", spec, List.copyOf(expected.keySet()))
        .forEach((way, found) -> assertEquals(expected.get(way), found.outcome(), way::toString));
  }

  /** SoftHSM2 itself without these mechanisms, as it is told; it overlooks the first of them. */
  @Test
  void programs_goOnWithATokenThatIsSetUpSo() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      Path conf = fixture.folder().resolve("softhsm2.conf");
      Files.writeString(
          conf,
          Files.readString(Path.of(System.getenv("SOFTHSM2_CONF")))
              + "slots.mechanisms = -CKM_MD5,CKM_RSA_PKCS,CKM_RSA_X_509,CKM_RSA_PKCS_PSS,CKM_ECDSA\n");
      Map<String, String> environment = Map.of("SOFTHSM2_CONF", conf.toString());
      Keytool keytool = Keytool.on(fixture);
      List<String> command = new ArrayList<>(List.of(Program.jdkTool("keytool")));
      command.addAll(Keytool.jvm());
      command.addAll(keytool.onKeyStore("-genkeypair", "-alias", "web", "-keyalg", "RSA"));
      command.addAll(List.of("-keysize", "2048", "-dname", "CN=localhost"));
      command.addAll(List.of("-providerName", "Holdfast"));
      Program.run(fixture.folder(), environment, command).requireSuccess();
      Program doctor =
          Program.run(
              fixture.folder(),
              environment,
              Program.java(
                  "-cp",
                  System.getProperty("java.class.path"),
                  "dev.holdfast.cli.Main",
                  "doctor",
                  "--config",
                  fixture.configuration().toString()));
      doctor.requireSuccess();
      String found = doctor.output();
      String hashed = found.substring(found.indexOf("Hashed there, since it takes no digest: "));
      assertTrue(hashed.contains("RSA_PKCS1(SHA_256)"), found);
      assertTrue(hashed.contains("RSA_PSS(SHA_512, MGF1 SHA_512, salt 64)"), found);
      String lacking = found.substring(found.indexOf("It lacks"));
      assertTrue(lacking.contains(" RSA_PKCS1,"), found);
      assertTrue(lacking.contains("ECDSA(SHA_256)"), found);
    }
  }
}
