// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DecryptResponse;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.EncryptResponse;
import dev.holdfast.kms.api.EncryptionContext;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.ReEncryptRequest;
import dev.holdfast.kms.api.ReEncryptResponse;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Encrypt, Decrypt and ReEncrypt: the rows of the list of claims, each named after its row. */
class KmsCipherTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final Blob SECRET = Blob.ofUtf8("what nobody else may read");

  private static EncryptResponse encrypt(Backend backend, String keyId) throws Exception {
    return BENCH.service(backend).encrypt(EncryptRequest.of(keyId, SECRET));
  }

  private static Blob decrypt(Backend backend, Blob sealed) throws Exception {
    return BENCH.service(backend).decrypt(DecryptRequest.of(sealed)).plaintext();
  }

  @EveryVault
  void A13_everyNameOfAKey_encrypts(Backend backend) throws Exception {
    KeyMetadata key = BENCH.symmetric(backend);
    BENCH.alias(backend, "alias/A13/" + backend, key);
    String aliasArn = key.arn().replace("key/" + key.keyId(), "alias/A13/" + backend);
    for (String name : List.of(key.keyId(), key.arn(), "alias/A13/" + backend, aliasArn)) {
      EncryptResponse made = encrypt(backend, name);
      assertEquals(key.arn(), made.keyId());
      assertEquals("SYMMETRIC_DEFAULT", made.encryptionAlgorithm());
      assertEquals(SECRET, decrypt(backend, made.ciphertextBlob()));
    }
  }

  @EveryVault
  void A14_aCiphertextSaysWhichKeyMadeIt(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    int keys = Boolean.getBoolean("holdfast.full") ? 1000 : 6;
    int versions = Boolean.getBoolean("holdfast.full") ? 10 : 3;
    Map<Blob, String> madeBy = new LinkedHashMap<>();
    for (int k = 0; k < keys; k++) {
      KeyMetadata key = BENCH.symmetric(backend);
      for (int v = 0; v < versions; v++) {
        EncryptResponse made =
            kms.encrypt(EncryptRequest.of(key.keyId(), Blob.ofUtf8(key.keyId() + v)));
        madeBy.put(made.ciphertextBlob(), key.keyId() + v);
        kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key.keyId()));
      }
    }
    for (Map.Entry<Blob, String> made : madeBy.entrySet()) {
      assertEquals(made.getValue(), decrypt(backend, made.getKey()).asUtf8());
    }
  }

  @EveryVault
  void A14_theWrongKeyNamed_isIncorrectKey(Backend backend) throws Exception {
    KeyMetadata one = BENCH.symmetric(backend);
    KeyMetadata other = BENCH.symmetric(backend);
    Blob sealed = encrypt(backend, one.keyId()).ciphertextBlob();
    KeyService kms = BENCH.service(backend);
    assertEquals(SECRET, kms.decrypt(DecryptRequest.of(sealed).withKeyId(one.arn())).plaintext());
    assertEquals(
        "The key ID in the request does not identify a CMK that can perform this operation.",
        KmsBench.refused(
            KmsError.INCORRECT_KEY,
            () -> kms.decrypt(DecryptRequest.of(sealed).withKeyId(other.keyId()))));
  }

  @EveryVault
  void A14_anyBitChanged_isInvalidCiphertextAndSaysNoMore(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    byte[] sealed = encrypt(backend, key.keyId()).ciphertextBlob().toByteArray();
    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= (byte) (1 << (at % 8));
      assertNull(
          KmsBench.refused(
              KmsError.INVALID_CIPHERTEXT, () -> kms.decrypt(DecryptRequest.of(Blob.of(changed)))));
    }
    for (int length = 1; length < sealed.length; length += 7) {
      byte[] shorter = java.util.Arrays.copyOf(sealed, length);
      assertNull(
          KmsBench.refused(
              KmsError.INVALID_CIPHERTEXT, () -> kms.decrypt(DecryptRequest.of(Blob.of(shorter)))));
    }
  }

  @EveryVault
  void A17_symmetricKeysTake4096Bytes(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    Blob most = Blob.of(new byte[4096]);
    Blob sealed = kms.encrypt(EncryptRequest.of(key.keyId(), most)).ciphertextBlob();
    assertTrue(sealed.size() <= 6144);
    assertEquals(most, decrypt(backend, sealed));
    assertEquals(
        "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member"
            + " must have length less than or equal to 4096",
        KmsBench.refused(
            KmsError.VALIDATION,
            () -> kms.encrypt(EncryptRequest.of(key.keyId(), Blob.of(new byte[4097])))));
    KmsBench.refused(
        KmsError.VALIDATION,
        () -> kms.encrypt(EncryptRequest.of(key.keyId(), Blob.of(new byte[0]))));
  }

  @EveryVault
  void A17_rsaKeysTakeWhatTheirPaddingLeaves(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.key(backend, "RSA_2048", "ENCRYPT_DECRYPT");
    Map<String, Integer> room = Map.of("RSAES_OAEP_SHA_256", 190, "RSAES_OAEP_SHA_1", 214);
    for (Map.Entry<String, Integer> row : room.entrySet()) {
      EncryptRequest most =
          EncryptRequest.of(key.keyId(), Blob.of(new byte[row.getValue()]))
              .withEncryptionAlgorithm(row.getKey());
      Blob sealed = kms.encrypt(most).ciphertextBlob();
      DecryptRequest open =
          DecryptRequest.of(sealed).withEncryptionAlgorithm(row.getKey()).withKeyId(key.keyId());
      assertEquals(most.plaintext(), kms.decrypt(open).plaintext());
      assertEquals(
          "Algorithm "
              + row.getKey()
              + " and key spec RSA_2048 cannot encrypt data larger than "
              + row.getValue()
              + " bytes.",
          KmsBench.refused(
              KmsError.VALIDATION,
              () ->
                  kms.encrypt(
                      EncryptRequest.of(key.keyId(), Blob.of(new byte[row.getValue() + 1]))
                          .withEncryptionAlgorithm(row.getKey()))));
      byte[] changed = sealed.toByteArray();
      changed[17] ^= 1;
      assertNull(
          KmsBench.refused(
              KmsError.INVALID_CIPHERTEXT,
              () ->
                  kms.decrypt(
                      DecryptRequest.of(Blob.of(changed))
                          .withEncryptionAlgorithm(row.getKey())
                          .withKeyId(key.keyId()))));
    }
    KmsBench.refused(
        KmsError.VALIDATION,
        () ->
            kms.encrypt(
                EncryptRequest.of(key.keyId(), SECRET)
                    .withEncryptionAlgorithm("RSAES_OAEP_SHA_256")
                    .withEncryptionContext(Map.of("a", "b"))));
    assertEquals(
        "Algorithm SYMMETRIC_DEFAULT is incompatible with key spec RSA_2048.",
        KmsBench.refused(
            KmsError.INVALID_KEY_USAGE, () -> kms.encrypt(EncryptRequest.of(key.keyId(), SECRET))));
  }

  @EveryVault
  void C5_encryptionContextsThatDiffer_doNotOpenEachOther(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    List<Map<String, String>> contexts =
        List.of(
            Map.of(),
            Map.of("a", "bc"),
            Map.of("ab", "c"),
            Map.of("a", "b", "c", "d"),
            Map.of("a", "bcd"),
            Map.of("A", "bc"),
            Map.of("a", "b\u0000c"),
            Map.of("ä", "ö"));
    for (Map<String, String> context : contexts) {
      Blob sealed =
          kms.encrypt(EncryptRequest.of(key.keyId(), SECRET).withEncryptionContext(context))
              .ciphertextBlob();
      for (Map<String, String> tried : contexts) {
        DecryptRequest request = DecryptRequest.of(sealed).withEncryptionContext(tried);
        if (tried.equals(context)) {
          assertEquals(SECRET, kms.decrypt(request).plaintext());
        } else {
          assertNull(KmsBench.refused(KmsError.INVALID_CIPHERTEXT, () -> kms.decrypt(request)));
        }
      }
    }
  }

  @Test
  void C5_theContextsEncoding_isInjective() {
    Random random = new Random(5);
    Map<List<Byte>, Map<String, String>> seen = new HashMap<>();
    for (int round = 0; round < 20_000; round++) {
      Map<String, String> context = new HashMap<>();
      for (int pairs = random.nextInt(4); pairs > 0; pairs--) {
        context.put(word(random), word(random));
      }
      List<Byte> encoded = new ArrayList<>();
      for (byte b : EncryptionContext.encode(context)) {
        encoded.add(b);
      }
      Map<String, String> before = seen.putIfAbsent(encoded, context);
      assertTrue(before == null || before.equals(context), () -> before + " and " + context);
    }
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int length = 1 + random.nextInt(3); length > 0; length--) {
      word.append("a\u0000\u0001b:".charAt(random.nextInt(5)));
    }
    return word.toString();
  }

  @EveryVault
  void sameMessageTwice_givesTwoCiphertexts(Backend backend) throws Exception {
    KeyMetadata key = BENCH.symmetric(backend);
    assertNotEquals(
        encrypt(backend, key.keyId()).ciphertextBlob(),
        encrypt(backend, key.keyId()).ciphertextBlob());
  }

  @EveryVault
  void rotation_changesWhatEncrypts_andOldMaterialDecrypts(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    Blob old = encrypt(backend, key.keyId()).ciphertextBlob();
    DecryptResponse before = kms.decrypt(DecryptRequest.of(old));
    assertEquals(key.currentKeyMaterialId(), before.keyMaterialId());
    assertTrue(before.keyMaterialId().matches("[0-9a-f]{64}"));
    kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key.keyId()));
    DecryptResponse after =
        kms.decrypt(DecryptRequest.of(encrypt(backend, key.keyId()).ciphertextBlob()));
    assertNotEquals(before.keyMaterialId(), after.keyMaterialId());
    assertEquals(before.keyMaterialId(), kms.decrypt(DecryptRequest.of(old)).keyMaterialId());
    assertEquals(SECRET, kms.decrypt(DecryptRequest.of(old)).plaintext());
  }

  @EveryVault
  void reEncrypt_movesBetweenKeysAndContexts(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata from = BENCH.symmetric(backend);
    KeyMetadata to = BENCH.symmetric(backend);
    Blob sealed =
        kms.encrypt(EncryptRequest.of(from.keyId(), SECRET).withEncryptionContext(Map.of("a", "b")))
            .ciphertextBlob();
    ReEncryptResponse moved =
        kms.reEncrypt(
            ReEncryptRequest.of(sealed, to.keyId())
                .withSourceEncryptionContext(Map.of("a", "b"))
                .withDestinationEncryptionContext(Map.of("c", "d")));
    assertEquals(from.arn(), moved.sourceKeyId());
    assertEquals(to.arn(), moved.keyId());
    assertEquals(from.currentKeyMaterialId(), moved.sourceKeyMaterialId());
    assertEquals(to.currentKeyMaterialId(), moved.destinationKeyMaterialId());
    DecryptResponse opened =
        kms.decrypt(
            DecryptRequest.of(moved.ciphertextBlob()).withEncryptionContext(Map.of("c", "d")));
    assertEquals(to.arn(), opened.keyId());
    assertArrayEquals(SECRET.toByteArray(), opened.plaintext().toByteArray());
    assertNull(
        KmsBench.refused(
            KmsError.INVALID_CIPHERTEXT,
            () -> kms.reEncrypt(ReEncryptRequest.of(sealed, to.keyId()))));
  }
}
