// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.RecordSurgery;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CancelKeyDeletionRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DueReport;
import dev.holdfast.kms.api.EnableKeyRequest;
import dev.holdfast.kms.api.EnableKeyRotationRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GetKeyRotationStatusRequest;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.ScheduleKeyDeletionRequest;
import dev.holdfast.kms.api.ScheduleKeyDeletionResponse;
import dev.holdfast.kms.api.Tag;
import dev.holdfast.kms.api.TagResourceRequest;
import dev.holdfast.kms.api.UpdateKeyDescriptionRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The end of keys: pending, cancelled, and gone with every byte of their material. */
class KmsDeletionTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final Blob SECRET = Blob.ofUtf8("what nobody else may read");

  @EveryVault
  void aDeletionIsPending_andCanBeCancelled(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    String id = key.keyId();
    kms.enableKeyRotation(EnableKeyRotationRequest.of(id));
    Blob sealed = kms.encrypt(EncryptRequest.of(id, SECRET)).ciphertextBlob();
    for (int wrong : new int[] {6, 31}) {
      KmsBench.refused(
          KmsError.VALIDATION,
          () ->
              kms.scheduleKeyDeletion(
                  ScheduleKeyDeletionRequest.of(id).withPendingWindowInDays(wrong)));
    }
    ScheduleKeyDeletionResponse scheduled =
        kms.scheduleKeyDeletion(ScheduleKeyDeletionRequest.of(id));
    assertEquals("PendingDeletion", scheduled.keyState());
    assertEquals(30, scheduled.pendingWindowInDays());
    KeyMetadata pending = kms.describeKey(DescribeKeyRequest.of(id)).keyMetadata();
    assertEquals(scheduled.deletionDate(), pending.deletionDate());
    assertFalse(kms.getKeyRotationStatus(GetKeyRotationStatusRequest.of(id)).keyRotationEnabled());
    assertEquals(
        key.arn() + " is pending deletion.",
        KmsBench.refused(KmsError.KMS_INVALID_STATE, () -> kms.decrypt(DecryptRequest.of(sealed))));
    BENCH.clock().move(Duration.ofDays(29));
    assertEquals(key.arn(), kms.cancelKeyDeletion(CancelKeyDeletionRequest.of(id)).keyId());
    assertEquals("Disabled", kms.describeKey(DescribeKeyRequest.of(id)).keyMetadata().keyState());
    assertNull(kms.describeKey(DescribeKeyRequest.of(id)).keyMetadata().deletionDate());
    assertTrue(kms.getKeyRotationStatus(GetKeyRotationStatusRequest.of(id)).keyRotationEnabled());
    kms.enableKey(EnableKeyRequest.of(id));
    assertEquals(SECRET, kms.decrypt(DecryptRequest.of(sealed)).plaintext());
  }

  @EveryVault
  void aKeyWhoseTimeHasCome_isGoneForWhoeverAsksNext(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    BENCH.alias(backend, "alias/ending-" + backend, key);
    Blob sealed = kms.encrypt(EncryptRequest.of(key.keyId(), SECRET)).ciphertextBlob();
    kms.scheduleKeyDeletion(ScheduleKeyDeletionRequest.of(key.keyId()).withPendingWindowInDays(7));
    BENCH.clock().move(Duration.ofDays(7).plusMinutes(1));
    assertEquals(
        "Key '" + key.arn() + "' does not exist",
        KmsBench.refused(
            KmsError.NOT_FOUND, () -> kms.describeKey(DescribeKeyRequest.of(key.keyId()))));
    KmsBench.refused(
        KmsError.NOT_FOUND, () -> kms.cancelKeyDeletion(CancelKeyDeletionRequest.of(key.keyId())));
    KmsBench.refused(KmsError.INVALID_CIPHERTEXT, () -> kms.decrypt(DecryptRequest.of(sealed)));
    KmsBench.refused(
        KmsError.NOT_FOUND,
        () -> kms.encrypt(EncryptRequest.of("alias/ending-" + backend, SECRET)));
    assertFalse(RecordSurgery.exists(BENCH.fixture(backend).vault(), key.keyId()));
  }

  @Test
  void theSealedMaterialOfADeletedKey_isInNoFileOfTheVault() throws Exception {
    KeyService kms = BENCH.service(Backend.SEALED);
    Vault vault = BENCH.fixture(Backend.SEALED).vault();
    List<byte[]> traces = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int number = 0; number < 20; number++) {
      String id = BENCH.symmetric(Backend.SEALED).keyId();
      kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(id));
      // Records are written again and again: none of the older places may keep the material.
      kms.updateKeyDescription(UpdateKeyDescriptionRequest.of(id, "x".repeat(number * 300)));
      kms.tagResource(TagResourceRequest.of(id, List.of(new Tag("number", "" + number))));
      traces.addAll(RecordSurgery.references(vault, id));
      ids.add(id);
    }
    assertTrue(found(traces) > 0, "what is looked for can be found while it is there");
    for (String id : ids) {
      kms.scheduleKeyDeletion(ScheduleKeyDeletionRequest.of(id).withPendingWindowInDays(7));
    }
    BENCH.clock().move(Duration.ofDays(8));
    DueReport report = kms.runDue();
    assertEquals(List.of(), report.failed());
    assertTrue(report.deleted().containsAll(ids));
    assertEquals(0, found(traces));
    for (String id : ids) {
      traces.add(id.getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(0, found(traces), "not even the ids of the keys are left");
  }

  /** How many of the traces lie anywhere in the vault's files. */
  private static long found(List<byte[]> traces) throws Exception {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.walk(BENCH.fixture(Backend.SEALED).folder())) {
      for (Path file :
          files.filter(f -> f.getFileName().toString().startsWith("vault.db")).toList()) {
        all.write(Files.readAllBytes(file));
      }
    }
    String haystack = new String(all.toByteArray(), StandardCharsets.ISO_8859_1);
    return traces.stream()
        .filter(trace -> haystack.contains(new String(trace, StandardCharsets.ISO_8859_1)))
        .count();
  }

  @Test
  void theObjectsOfADeletedKey_areGoneFromTheToken() throws Exception {
    KeyService kms = BENCH.service(Backend.VAULT_ON_HSM);
    KeyMetadata key = BENCH.symmetric(Backend.VAULT_ON_HSM);
    kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key.keyId()));
    Vault vault = BENCH.fixture(Backend.VAULT_ON_HSM).vault();
    List<String> names =
        RecordSurgery.materials(vault, key.keyId()).stream()
            .map(HexFormat.of()::formatHex)
            .toList();
    assertEquals(2, names.size());
    kms.scheduleKeyDeletion(ScheduleKeyDeletionRequest.of(key.keyId()).withPendingWindowInDays(7));
    BENCH.clock().move(Duration.ofDays(8));
    assertTrue(kms.runDue().deleted().contains(key.keyId()));
    // An object that were left would be an orphan, and doctor would name it by its CKA_ID.
    String findings = vault.diagnose().toString();
    for (String name : names) {
      assertFalse(findings.contains(name), findings);
    }
  }
}
