// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.RecordSurgery;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DeleteAliasRequest;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.DisableKeyRotationRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GenerateDataKeyRequest;
import dev.holdfast.kms.api.GenerateDataKeyResponse;
import dev.holdfast.kms.api.GetKeyLastUsageRequest;
import dev.holdfast.kms.api.GetKeyPolicyRequest;
import dev.holdfast.kms.api.KeyLastUsageData;
import dev.holdfast.kms.api.KeyListEntry;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import dev.holdfast.kms.api.KmsOperation;
import dev.holdfast.kms.api.ListKeyRotationsRequest;
import dev.holdfast.kms.api.ListKeysRequest;
import dev.holdfast.kms.api.PutKeyPolicyRequest;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.ScheduleKeyDeletionRequest;
import dev.holdfast.kms.api.Tag;
import dev.holdfast.kms.api.TagResourceRequest;
import dev.holdfast.kms.api.UpdateKeyDescriptionRequest;
import java.lang.reflect.Method;
import java.security.Key;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The life of keys: the rows of the list of claims, each named after its row. */
class KmsKeyTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final Blob SECRET = Blob.ofUtf8("what nobody else may read");

  /** AWS's pairs of spec and usage. */
  private static final Map<String, Set<String>> PAIRS = pairs();

  private static Map<String, Set<String>> pairs() {
    Map<String, Set<String>> pairs = new java.util.TreeMap<>();
    pairs.put("SYMMETRIC_DEFAULT", Set.of("ENCRYPT_DECRYPT"));
    for (String bits : List.of("2048", "3072", "4096")) {
      pairs.put("RSA_" + bits, Set.of("ENCRYPT_DECRYPT", "SIGN_VERIFY"));
    }
    for (String curve : List.of("P256", "P384", "P521")) {
      pairs.put("ECC_NIST_" + curve, Set.of("SIGN_VERIFY", "KEY_AGREEMENT"));
    }
    for (String spec :
        List.of(
            "ECC_SECG_P256K1", "ECC_NIST_EDWARDS25519", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87")) {
      pairs.put(spec, Set.of("SIGN_VERIFY"));
    }
    for (String bits : List.of("224", "256", "384", "512")) {
      pairs.put("HMAC_" + bits, Set.of("GENERATE_VERIFY_MAC"));
    }
    for (String set : List.of("512", "768", "1024")) {
      pairs.put("ML_KEM_" + set, Set.of("ENCAPSULATE_DECAPSULATE"));
    }
    return pairs;
  }

  private static final List<String> USAGES =
      List.of(
          "ENCRYPT_DECRYPT",
          "SIGN_VERIFY",
          "GENERATE_VERIFY_MAC",
          "KEY_AGREEMENT",
          "ENCAPSULATE_DECAPSULATE");

  @EveryVault
  void A3_keysAreThereAfterAReopening(Backend backend) throws Exception {
    KeyMetadata key = BENCH.symmetric(backend);
    Blob sealed =
        BENCH.service(backend).encrypt(EncryptRequest.of(key.keyId(), SECRET)).ciphertextBlob();
    List<KeyListEntry> before =
        BENCH.service(backend).listKeys(ListKeysRequest.of().withLimit(1000)).keys();
    KeyService again = BENCH.reopened(backend);
    assertEquals(before, again.listKeys(ListKeysRequest.of().withLimit(1000)).keys());
    assertEquals(key, again.describeKey(DescribeKeyRequest.of(key.arn())).keyMetadata());
    assertEquals(SECRET, again.decrypt(DecryptRequest.of(sealed)).plaintext());
  }

  @EveryVault
  void A4_everyPairOfSpecAndUsage_isMadeOrRefusedWithItsReason(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    Set<String> made = new TreeSet<>();
    for (Map.Entry<String, Set<String>> pair : PAIRS.entrySet()) {
      for (String usage : USAGES) {
        CreateKeyRequest request =
            CreateKeyRequest.of().withKeySpec(pair.getKey()).withKeyUsage(usage);
        if (!pair.getValue().contains(usage)) {
          assertEquals(
              "KeyUsage " + usage + " is not compatible with KeySpec " + pair.getKey(),
              KmsBench.refused(KmsError.VALIDATION, () -> kms.createKey(request)));
        } else if (isMade(kms, request)) {
          made.add(pair.getKey());
        }
      }
    }
    Set<String> expected = new TreeSet<>(PAIRS.keySet());
    if (backend != Backend.SEALED) {
      // SoftHSM2 2.6 has no post-quantum algorithms.
      expected.removeIf(spec -> spec.startsWith("ML_"));
    }
    assertEquals(expected, made);
    KmsBench.refused(
        KmsError.VALIDATION, () -> kms.createKey(CreateKeyRequest.of().withKeySpec("AES_256")));
    assertEquals(
        "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
        KmsBench.refused(
            KmsError.VALIDATION,
            () -> kms.createKey(CreateKeyRequest.of().withKeySpec("RSA_2048"))));
  }

  /** RSA keys of the larger sizes take long to make: in the short form, as a dry run. */
  private static boolean isMade(KeyService kms, CreateKeyRequest request) {
    boolean slow = !Boolean.getBoolean("holdfast.full") && request.keySpec().matches("RSA_[34].*");
    try {
      KeyMetadata key = kms.createKey(request.withDryRun(slow)).keyMetadata();
      assertEquals(request.keySpec(), key.keySpec());
      assertEquals(request.keyUsage(), key.keyUsage());
      return true;
    } catch (KmsException e) {
      if (e.error() == KmsError.DRY_RUN_OPERATION) {
        return true;
      }
      assertEquals(KmsError.UNSUPPORTED_OPERATION, e.error(), e.getMessage());
      assertTrue(e.getMessage().contains("makes no " + request.keySpec()), e.getMessage());
      return false;
    }
  }

  @Test
  void A5_everyOperationOfAws_isAMethodOrSaysWhyNot() {
    Set<String> methods = new TreeSet<>();
    for (Method method : KeyService.class.getMethods()) {
      methods.add(method.getName());
    }
    assertEquals(56, KmsOperation.values().length);
    for (KmsOperation operation : KmsOperation.values()) {
      boolean offered = operation.standing() == KmsOperation.Standing.OFFERED;
      assertEquals(offered, methods.contains(operation.method()), operation.kmsName());
      assertEquals(offered, operation.reason().isEmpty(), operation.kmsName());
    }
  }

  @EveryVault
  void A8_theOldNameOfTheSpecIsTaken_butNotBoth(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    CreateKeyRequest old =
        CreateKeyRequest.of()
            .withCustomerMasterKeySpec("HMAC_256")
            .withKeyUsage("GENERATE_VERIFY_MAC");
    assertEquals("HMAC_256", kms.createKey(old).keyMetadata().customerMasterKeySpec());
    KmsBench.refused(KmsError.VALIDATION, () -> kms.createKey(old.withKeySpec("HMAC_256")));
  }

  @EveryVault
  void A9_aKeyIsAContainer_andItsMaterialChanges(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key =
        kms.createKey(CreateKeyRequest.of().withDescription("a container")).keyMetadata();
    assertEquals("a container", key.description());
    assertEquals("Enabled", key.keyState());
    assertTrue(key.enabled());
    assertNotNull(key.creationDate());
    assertEquals("arn:aws:kms:local:000000000000:key/" + key.keyId(), key.arn());
    assertTrue(
        kms.getKeyPolicy(GetKeyPolicyRequest.of(key.keyId()))
            .policy()
            .contains("arn:aws:iam::000000000000:root"));
    kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key.keyId()));
    KeyMetadata after = kms.describeKey(DescribeKeyRequest.of(key.keyId())).keyMetadata();
    assertEquals(key.arn(), after.arn());
    assertNotEquals(key.currentKeyMaterialId(), after.currentKeyMaterialId());
  }

  @EveryVault
  void A10_theOriginIsTheVault_andOthersComeLater(Backend backend) throws Exception {
    assertEquals("AWS_KMS", BENCH.symmetric(backend).origin());
    KeyService kms = BENCH.service(backend);
    KmsBench.refused(
        KmsError.UNSUPPORTED_OPERATION,
        () -> kms.createKey(CreateKeyRequest.of().withOrigin("EXTERNAL")));
  }

  @EveryVault
  void A6_handlesShowNoBytes(Backend backend) throws Exception {
    KeyMetadata key = BENCH.symmetric(backend);
    String name = "A6-" + UUID.randomUUID();
    BENCH.alias(backend, "alias/" + name, key);
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    Key handle = keyStore.getKey(name, null);
    assertNull(handle.getEncoded());
    assertNull(handle.getFormat());
    GenerateDataKeyResponse data =
        BENCH
            .service(backend)
            .generateDataKey(GenerateDataKeyRequest.of(key.keyId()).withKeySpec("AES_256"));
    assertNull(data.key().getEncoded());
    assertNull(data.plaintext());
  }

  @EveryVault
  void A30_managedKeysAppearWhenAServiceFirstAsks_andAreNobodysToChange(Backend backend)
      throws Exception {
    KeyService kms = BENCH.service(backend);
    String alias = "alias/holdfast/files" + backend;
    KmsBench.refused(KmsError.NOT_FOUND, () -> kms.encrypt(EncryptRequest.of(alias, SECRET)));
    KeyMetadata key = kms.describeKey(DescribeKeyRequest.of(alias)).keyMetadata();
    assertEquals("AWS", key.keyManager());
    assertEquals(key, kms.describeKey(DescribeKeyRequest.of(alias)).keyMetadata());
    Blob sealed = kms.encrypt(EncryptRequest.of(alias, SECRET)).ciphertextBlob();
    assertEquals(SECRET, kms.decrypt(DecryptRequest.of(sealed)).plaintext());
    String id = key.keyId();
    List.<Runnable>of(
            () -> kms.disableKey(DisableKeyRequest.of(id)),
            () -> kms.scheduleKeyDeletion(ScheduleKeyDeletionRequest.of(id)),
            () -> kms.disableKeyRotation(DisableKeyRotationRequest.of(id)),
            () -> kms.putKeyPolicy(PutKeyPolicyRequest.of(id, "{\"Statement\":[]}")),
            () -> kms.updateKeyDescription(UpdateKeyDescriptionRequest.of(id, "x")),
            () -> kms.createAlias(CreateAliasRequest.of("alias/mine", id)))
        .forEach(call -> KmsBench.refused(KmsError.ACCESS_DENIED, call::run));
    for (String reserved : List.of("alias/aws/x", "alias/holdfast/x", alias)) {
      KmsBench.refused(
          KmsError.NOT_AUTHORIZED, () -> kms.createAlias(CreateAliasRequest.of(reserved, id)));
      KmsBench.refused(
          KmsError.NOT_AUTHORIZED, () -> kms.deleteAlias(DeleteAliasRequest.of(reserved)));
    }
    assertThrows(
        java.security.KeyStoreException.class,
        () -> BENCH.fixture(backend).keyStore().deleteEntry("holdfast/files" + backend));
  }

  @EveryVault
  void A31_customersKeysAreTheDefault(Backend backend) throws Exception {
    assertEquals("CUSTOMER", BENCH.symmetric(backend).keyManager());
  }

  @EveryVault
  void theLastUseOfAKey_isRemembered(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    assertNull(kms.getKeyLastUsage(GetKeyLastUsageRequest.of(key.keyId())).keyLastUsage());
    kms.encrypt(EncryptRequest.of(key.keyId(), SECRET));
    KeyLastUsageData use =
        kms.getKeyLastUsage(GetKeyLastUsageRequest.of(key.keyId())).keyLastUsage();
    assertEquals("Encrypt", use.operation());
    KeyService again = BENCH.reopened(backend);
    assertEquals(use, again.getKeyLastUsage(GetKeyLastUsageRequest.of(key.keyId())).keyLastUsage());
  }

  @EveryVault
  void recordsOfTheFirstForm_areReadAndBroughtUpToDate(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    String name = "alias/old-" + backend;
    BENCH.alias(backend, name, key);
    Blob sealed = kms.encrypt(EncryptRequest.of(name, SECRET)).ciphertextBlob();
    RecordSurgery.writeInFirstForm(BENCH.fixture(backend).vault(), key.keyId());
    KeyService again = BENCH.reopened(backend);
    assertEquals(key, again.describeKey(DescribeKeyRequest.of(name)).keyMetadata());
    assertEquals(SECRET, again.decrypt(DecryptRequest.of(sealed)).plaintext());
    again.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key.keyId()));
    again.tagResource(TagResourceRequest.of(key.keyId(), List.of(new Tag("k", "v"))));
    assertEquals(SECRET, again.decrypt(DecryptRequest.of(sealed)).plaintext());
    assertEquals(
        1, again.listKeyRotations(ListKeyRotationsRequest.of(key.keyId())).rotations().size());
  }
}
