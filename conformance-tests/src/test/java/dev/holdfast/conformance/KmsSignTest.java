// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecapsulateRequest;
import dev.holdfast.kms.api.DeriveSharedSecretRequest;
import dev.holdfast.kms.api.DeriveSharedSecretResponse;
import dev.holdfast.kms.api.EncapsulateRequest;
import dev.holdfast.kms.api.EncapsulateResponse;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GenerateMacRequest;
import dev.holdfast.kms.api.GenerateMacResponse;
import dev.holdfast.kms.api.GetPublicKeyRequest;
import dev.holdfast.kms.api.GetPublicKeyResponse;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.SignRequest;
import dev.holdfast.kms.api.SignResponse;
import dev.holdfast.kms.api.VerifyMacRequest;
import dev.holdfast.kms.api.VerifyRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sign, Verify, MACs and shared secrets, with AWS's algorithms, message types and sizes. */
class KmsSignTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final byte[] MESSAGE = "what is signed".getBytes(StandardCharsets.UTF_8);

  /** Every algorithm that signs digests, with its spec and digest. */
  private static final Map<String, List<String>> BY_DIGEST = new TreeMap<>();

  static {
    for (String bits : List.of("256", "384", "512")) {
      BY_DIGEST.put("RSASSA_PSS_SHA_" + bits, List.of("RSA_2048", "SHA-" + bits));
      BY_DIGEST.put("RSASSA_PKCS1_V1_5_SHA_" + bits, List.of("RSA_2048", "SHA-" + bits));
    }
    BY_DIGEST.put("ECDSA_SHA_256", List.of("ECC_NIST_P256", "SHA-256"));
    BY_DIGEST.put("ECDSA_SHA_384", List.of("ECC_NIST_P384", "SHA-384"));
    BY_DIGEST.put("ECDSA_SHA_512", List.of("ECC_NIST_P521", "SHA-512"));
  }

  @EveryVault
  void digestAlgorithms_signMessagesAndDigestsAlike(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    Map<String, KeyMetadata> keys = new TreeMap<>();
    for (Map.Entry<String, List<String>> row : BY_DIGEST.entrySet()) {
      String spec = row.getValue().get(0);
      KeyMetadata key = keys.get(spec);
      if (key == null) {
        key = BENCH.key(backend, spec, "SIGN_VERIFY");
        keys.put(spec, key);
      }
      String id = key.keyId();
      String algorithm = row.getKey();
      Blob message = Blob.of(MESSAGE);
      Blob digest = Blob.of(MessageDigest.getInstance(row.getValue().get(1)).digest(MESSAGE));
      for (boolean signsDigest : new boolean[] {false, true}) {
        SignRequest request =
            signsDigest
                ? SignRequest.of(id, digest, algorithm).withMessageType("DIGEST")
                : SignRequest.of(id, message, algorithm);
        SignResponse signed = kms.sign(request);
        assertEquals(key.arn(), signed.keyId());
        assertVerifies(kms, VerifyRequest.of(id, message, signed.signature(), algorithm));
        assertVerifies(
            kms,
            VerifyRequest.of(id, digest, signed.signature(), algorithm).withMessageType("DIGEST"));
      }
      Blob shorter = Blob.of(new byte[digest.size() - 1]);
      assertEquals(
          "Digest is invalid length for algorithm " + algorithm + ".",
          KmsBench.refused(
              KmsError.VALIDATION,
              () -> kms.sign(SignRequest.of(id, shorter, algorithm).withMessageType("DIGEST"))));
      KmsBench.refused(
          KmsError.VALIDATION,
          () -> kms.sign(SignRequest.of(id, message, algorithm).withMessageType("EXTERNAL_MU")));
    }
    String p256 = keys.get("ECC_NIST_P256").keyId();
    assertEquals(
        "Algorithm ECDSA_SHA_384 is incompatible with key spec ECC_NIST_P256.",
        KmsBench.refused(
            KmsError.INVALID_KEY_USAGE,
            () -> kms.sign(SignRequest.of(p256, Blob.of(MESSAGE), "ECDSA_SHA_384"))));
    KmsBench.refused(
        KmsError.VALIDATION,
        () -> kms.sign(SignRequest.of(p256, Blob.of(new byte[4097]), "ECDSA_SHA_256")));
    assertEquals(
        keys.get("ECC_NIST_P256").arn()
            + " key usage is SIGN_VERIFY which is not valid for Encrypt.",
        KmsBench.refused(
            KmsError.INVALID_KEY_USAGE,
            () -> kms.encrypt(EncryptRequest.of(p256, Blob.of(MESSAGE)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML_DSA_44", "ML_DSA_65", "ML_DSA_87"})
  void mlDsa_signsMessagesAndTheirRepresentativesAlike(String spec) throws Exception {
    KeyService kms = BENCH.service(Backend.SEALED);
    String id = BENCH.key(Backend.SEALED, spec, "SIGN_VERIFY").keyId();
    String algorithm = "ML_DSA_SHAKE_256";
    Blob message = Blob.of(MESSAGE);
    byte[] spki = kms.getPublicKey(GetPublicKeyRequest.of(id)).publicKey().toByteArray();
    Blob mu = Blob.of(representative(spki, MESSAGE));
    for (SignRequest request :
        List.of(
            SignRequest.of(id, message, algorithm),
            SignRequest.of(id, mu, algorithm).withMessageType("EXTERNAL_MU"))) {
      Blob signature = kms.sign(request).signature();
      assertVerifies(kms, VerifyRequest.of(id, message, signature, algorithm));
      assertVerifies(
          kms, VerifyRequest.of(id, mu, signature, algorithm).withMessageType("EXTERNAL_MU"));
    }
    assertEquals(
        "Digest is invalid length for algorithm ML_DSA_SHAKE_256.",
        KmsBench.refused(
            KmsError.VALIDATION,
            () ->
                kms.sign(
                    SignRequest.of(id, Blob.of(new byte[63]), algorithm)
                        .withMessageType("EXTERNAL_MU"))));
    KmsBench.refused(
        KmsError.VALIDATION,
        () -> kms.sign(SignRequest.of(id, mu, algorithm).withMessageType("DIGEST")));
  }

  /** FIPS 204 algorithm 2 and line 6 of 7: mu of a message with an empty context. */
  private static byte[] representative(byte[] spki, byte[] message) {
    byte[] publicKey = SubjectPublicKeyInfo.getInstance(spki).getPublicKeyData().getOctets();
    return shake(shake(publicKey), new byte[2], message);
  }

  private static byte[] shake(byte[]... parts) {
    SHAKEDigest shake = new SHAKEDigest(256);
    for (byte[] part : parts) {
      shake.update(part, 0, part.length);
    }
    byte[] result = new byte[64];
    shake.doFinal(result, 0, result.length);
    return result;
  }

  /** The signature verifies, and neither another message nor another signature does. */
  private static void assertVerifies(KeyService kms, VerifyRequest request) {
    assertTrue(kms.verify(request).signatureValid());
    byte[] signature = request.signature().toByteArray();
    signature[signature.length / 2] ^= 4;
    for (VerifyRequest wrong :
        List.of(
            new VerifyRequest(
                request.keyId(),
                request.message(),
                request.messageType(),
                Blob.of(signature),
                request.signingAlgorithm(),
                List.of(),
                false),
            new VerifyRequest(
                request.keyId(),
                Blob.of(new byte[request.message().size()]),
                request.messageType(),
                request.signature(),
                request.signingAlgorithm(),
                List.of(),
                false))) {
      assertNull(KmsBench.refused(KmsError.KMS_INVALID_SIGNATURE, () -> kms.verify(wrong)));
    }
  }

  @EveryVault
  void macs_areOfTheKeysOwnDigest(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    for (String bits : List.of("224", "256", "384", "512")) {
      KeyMetadata key = BENCH.key(backend, "HMAC_" + bits, "GENERATE_VERIFY_MAC");
      String algorithm = "HMAC_SHA_" + bits;
      assertEquals(List.of(algorithm), key.macAlgorithms());
      GenerateMacResponse made =
          kms.generateMac(GenerateMacRequest.of(Blob.of(MESSAGE), key.keyId(), algorithm));
      assertEquals(Integer.parseInt(bits) / 8, made.mac().size());
      assertTrue(
          kms.verifyMac(VerifyMacRequest.of(Blob.of(MESSAGE), key.arn(), algorithm, made.mac()))
              .macValid());
      byte[] wrong = made.mac().toByteArray();
      wrong[0] ^= 1;
      assertNull(
          KmsBench.refused(
              KmsError.KMS_INVALID_MAC,
              () ->
                  kms.verifyMac(
                      VerifyMacRequest.of(
                          Blob.of(MESSAGE), key.keyId(), algorithm, Blob.of(wrong)))));
      String other = bits.equals("256") ? "512" : "256";
      assertEquals(
          "Algorithm HMAC_SHA_" + other + " is incompatible with key spec HMAC_" + bits + ".",
          KmsBench.refused(
              KmsError.INVALID_KEY_USAGE,
              () ->
                  kms.generateMac(
                      GenerateMacRequest.of(Blob.of(MESSAGE), key.keyId(), "HMAC_SHA_" + other))));
    }
  }

  @EveryVault
  void sharedSecrets_areWhatThePeerGets(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.key(backend, "ECC_NIST_P384", "KEY_AGREEMENT");
    assertEquals(List.of("ECDH"), key.keyAgreementAlgorithms());
    KeyPair peer = pair("secp384r1");
    DeriveSharedSecretResponse derived =
        kms.deriveSharedSecret(
            DeriveSharedSecretRequest.of(
                key.keyId(), "ECDH", Blob.of(peer.getPublic().getEncoded())));
    KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
    agreement.init(peer.getPrivate());
    byte[] spki = kms.getPublicKey(GetPublicKeyRequest.of(key.keyId())).publicKey().toByteArray();
    agreement.doPhase(
        KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki)), true);
    assertArrayEquals(agreement.generateSecret(), derived.sharedSecret().toByteArray());
    for (byte[] wrong : List.of(pair("secp256r1").getPublic().getEncoded(), new byte[] {1, 2, 3})) {
      KmsBench.refused(
          KmsError.VALIDATION,
          () ->
              kms.deriveSharedSecret(
                  DeriveSharedSecretRequest.of(key.keyId(), "ECDH", Blob.of(wrong))));
    }
  }

  private static KeyPair pair(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  @Test
  void encapsulatedSecrets_comeBack() throws Exception {
    KeyService kms = BENCH.service(Backend.SEALED);
    Map<String, Integer> sizes = Map.of("ML_KEM_512", 768, "ML_KEM_768", 1088, "ML_KEM_1024", 1568);
    for (Map.Entry<String, Integer> size : sizes.entrySet()) {
      KeyMetadata key = BENCH.key(Backend.SEALED, size.getKey(), "ENCAPSULATE_DECAPSULATE");
      EncapsulateResponse made = kms.encapsulate(EncapsulateRequest.of(key.keyId(), "ML_KEM"));
      assertEquals(32, made.sharedSecret().size());
      assertEquals(size.getValue(), made.sharedSecretCiphertextBlob().size());
      assertEquals(
          made.sharedSecret(),
          kms.decapsulate(
                  DecapsulateRequest.of(key.keyId(), made.sharedSecretCiphertextBlob(), "ML_KEM"))
              .sharedSecret());
      KmsBench.refused(
          KmsError.INVALID_CIPHERTEXT,
          () ->
              kms.decapsulate(
                  DecapsulateRequest.of(key.keyId(), Blob.of(new byte[100]), "ML_KEM")));
    }
  }

  @EveryVault
  void publicKeys_areOfAsymmetricKeysOnly(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata symmetric = BENCH.symmetric(backend);
    KmsBench.refused(
        KmsError.UNSUPPORTED_OPERATION,
        () -> kms.getPublicKey(GetPublicKeyRequest.of(symmetric.keyId())));
    KeyMetadata key = BENCH.key(backend, "ECC_NIST_P256", "SIGN_VERIFY");
    GetPublicKeyResponse shown = kms.getPublicKey(GetPublicKeyRequest.of(key.arn()));
    assertEquals(List.of("ECDSA_SHA_256"), shown.signingAlgorithms());
    assertEquals("ECC_NIST_P256", shown.keySpec());
    assertEquals(List.of(), shown.keyAgreementAlgorithms());
  }
}
