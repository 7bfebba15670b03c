// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.RecordSurgery;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairResponse;
import dev.holdfast.kms.api.GenerateDataKeyPairWithoutPlaintextRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairWithoutPlaintextResponse;
import dev.holdfast.kms.api.GenerateDataKeyRequest;
import dev.holdfast.kms.api.GenerateDataKeyResponse;
import dev.holdfast.kms.api.GenerateDataKeyWithoutPlaintextRequest;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import java.nio.ByteBuffer;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Data keys: the rows of the list of claims, each named after its row. */
class KmsDataKeyTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final byte[] MESSAGE = "the user's own data".getBytes(UTF_8);
  private static final Map<String, String> CONTEXT = Map.of("file", "a.txt");

  @EveryVault
  void A18_eitherTheSpecOrTheNumberOfBytes(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    GenerateDataKeyRequest request = GenerateDataKeyRequest.of(BENCH.symmetric(backend).keyId());
    String either = "Please specify either number of bytes or key spec.";
    assertEquals(either, KmsBench.refused(KmsError.VALIDATION, () -> kms.generateDataKey(request)));
    assertEquals(
        either,
        KmsBench.refused(
            KmsError.VALIDATION,
            () -> kms.generateDataKey(request.withKeySpec("AES_128").withNumberOfBytes(16))));
    for (int wrong : new int[] {0, 1025}) {
      KmsBench.refused(
          KmsError.VALIDATION,
          () -> kms.generateDataKey(request.withNumberOfBytes(wrong).withRevealPlaintext(true)));
    }
    for (int right : new int[] {1, 64, 1024}) {
      GenerateDataKeyResponse made =
          kms.generateDataKey(request.withNumberOfBytes(right).withRevealPlaintext(true));
      assertEquals(right, made.plaintext().size());
      assertEquals(
          made.plaintext(), kms.decrypt(DecryptRequest.of(made.ciphertextBlob())).plaintext());
    }
  }

  @EveryVault
  void A20_aWrappedDataKeySaysWhichKeyMadeIt(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    ByteBuffer blob =
        kms.generateDataKey(GenerateDataKeyRequest.of(key.keyId()).withKeySpec("AES_256"))
            .ciphertextBlob()
            .asByteBuffer();
    blob.position(3);
    assertEquals(key.keyId(), new UUID(blob.getLong(), blob.getLong()).toString());
  }

  @EveryVault
  void A21_theDefaultIsAHandle_thatTheJcaUses(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    GenerateDataKeyResponse made =
        kms.generateDataKey(
            GenerateDataKeyRequest.of(key.keyId())
                .withKeySpec("AES_256")
                .withEncryptionContext(CONTEXT));
    assertNull(made.plaintext());
    assertNull(made.key().getEncoded());
    byte[] sealed = gcm(backend, Cipher.ENCRYPT_MODE, made.key(), MESSAGE);
    DecryptRequest open = DecryptRequest.of(made.ciphertextBlob()).withEncryptionContext(CONTEXT);
    SecretKey again = kms.decryptDataKey(open);
    assertNull(again.getEncoded());
    assertArrayEquals(MESSAGE, gcm(backend, Cipher.DECRYPT_MODE, again, sealed));
    byte[] bytes = kms.decrypt(open).plaintext().toByteArray();
    Cipher software = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    software.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(bytes, "AES"),
        new GCMParameterSpec(128, new byte[12]));
    assertArrayEquals(MESSAGE, software.doFinal(sealed));
    assertNull(
        KmsBench.refused(
            KmsError.INVALID_CIPHERTEXT,
            () -> kms.decryptDataKey(DecryptRequest.of(made.ciphertextBlob()))));
  }

  private static byte[] gcm(Backend backend, int mode, SecretKey key, byte[] in) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", BENCH.fixture(backend).provider());
    cipher.init(mode, key, new GCMParameterSpec(128, new byte[12]));
    return cipher.doFinal(in);
  }

  @EveryVault
  void A22_dataKeysAreKeptNowhere(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    GenerateDataKeyWithoutPlaintextRequest request =
        GenerateDataKeyWithoutPlaintextRequest.of(BENCH.symmetric(backend).keyId())
            .withKeySpec("AES_256");
    kms.generateDataKeyWithoutPlaintext(request);
    int rounds = Boolean.getBoolean("holdfast.full") ? 10_000 : 300;
    long writes = RecordSurgery.writes(BENCH.fixture(backend).vault());
    for (int round = 0; round < rounds; round++) {
      kms.generateDataKeyWithoutPlaintext(request);
    }
    assertEquals(writes, RecordSurgery.writes(BENCH.fixture(backend).vault()));
  }

  @EveryVault
  void A23_dataKeysAreDistinct_andOpenToThemselves(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    GenerateDataKeyRequest request =
        GenerateDataKeyRequest.of(BENCH.symmetric(backend).keyId())
            .withKeySpec("AES_128")
            .withRevealPlaintext(true);
    int rounds = Boolean.getBoolean("holdfast.full") ? 1_000_000 : 200;
    Set<ByteBuffer> seen = new HashSet<>();
    for (int round = 0; round < rounds; round++) {
      GenerateDataKeyResponse made = kms.generateDataKey(request);
      assertTrue(seen.add(made.plaintext().asByteBuffer()));
      if (round % 50 == 0) {
        assertEquals(
            made.plaintext(), kms.decrypt(DecryptRequest.of(made.ciphertextBlob())).plaintext());
      }
    }
  }

  @EveryVault
  void A23_dataKeyPairs_comeAsHandlesOrBytes(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    for (String spec : new String[] {"ECC_NIST_P256", "RSA_2048"}) {
      String factory = spec.startsWith("RSA") ? "RSA" : "EC";
      String algorithm = spec.startsWith("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
      GenerateDataKeyPairRequest request =
          GenerateDataKeyPairRequest.of(key.keyId(), spec).withEncryptionContext(CONTEXT);
      GenerateDataKeyPairResponse made = kms.generateDataKeyPair(request);
      assertNull(made.privateKeyPlaintext());
      assertNull(made.privateKey().getEncoded());
      PublicKey publicKey =
          KeyFactory.getInstance(factory)
              .generatePublic(new X509EncodedKeySpec(made.publicKey().toByteArray()));
      DecryptRequest open =
          DecryptRequest.of(made.privateKeyCiphertextBlob()).withEncryptionContext(CONTEXT);
      PrivateKey again = kms.decryptDataKeyPair(open, made.publicKey());
      for (PrivateKey handle : new PrivateKey[] {made.privateKey(), again}) {
        Signature signer = Signature.getInstance(algorithm, BENCH.fixture(backend).provider());
        signer.initSign(handle);
        signer.update(MESSAGE);
        assertVerifies(algorithm, publicKey, signer.sign());
      }
      GenerateDataKeyPairResponse bytes =
          kms.generateDataKeyPair(request.withRevealPlaintext(true));
      assertNull(bytes.privateKey());
      assertEquals(
          bytes.privateKeyPlaintext(),
          kms.decrypt(
                  DecryptRequest.of(bytes.privateKeyCiphertextBlob())
                      .withEncryptionContext(CONTEXT))
              .plaintext());
      PrivateKey software =
          KeyFactory.getInstance(factory)
              .generatePrivate(new PKCS8EncodedKeySpec(bytes.privateKeyPlaintext().toByteArray()));
      assertEquals(factory, software.getAlgorithm());
    }
    GenerateDataKeyPairWithoutPlaintextResponse wrapped =
        kms.generateDataKeyPairWithoutPlaintext(
            GenerateDataKeyPairWithoutPlaintextRequest.of(key.keyId(), "ECC_NIST_P384"));
    assertEquals(key.currentKeyMaterialId(), wrapped.keyMaterialId());
  }

  private static void assertVerifies(String algorithm, PublicKey key, byte[] signature)
      throws Exception {
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    verifier.update(MESSAGE);
    assertTrue(verifier.verify(signature));
  }

  @EveryVault
  void A24_aDestroyedHandle_worksNoMore(Backend backend) throws Exception {
    GenerateDataKeyResponse made =
        BENCH
            .service(backend)
            .generateDataKey(
                GenerateDataKeyRequest.of(BENCH.symmetric(backend).keyId()).withKeySpec("AES_256"));
    made.key().destroy();
    assertThrows(
        java.security.InvalidKeyException.class,
        () -> gcm(backend, Cipher.ENCRYPT_MODE, made.key(), MESSAGE));
    Blob bytes = Blob.of(new byte[] {1, 2, 3});
    bytes.wipe();
    assertThrows(IllegalStateException.class, bytes::toByteArray);
  }

  @EveryVault
  void dataKeysComeFromSymmetricKeysOnly(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata mac = BENCH.key(backend, "HMAC_256", "GENERATE_VERIFY_MAC");
    assertEquals(
        mac.arn() + " key usage is GENERATE_VERIFY_MAC which is not valid for GenerateDataKey.",
        KmsBench.refused(
            KmsError.INVALID_KEY_USAGE,
            () ->
                kms.generateDataKey(
                    GenerateDataKeyRequest.of(mac.keyId()).withKeySpec("AES_256"))));
  }
}
