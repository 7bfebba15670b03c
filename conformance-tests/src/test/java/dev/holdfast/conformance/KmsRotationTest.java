// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.RecordSurgery;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.DisableKeyRotationRequest;
import dev.holdfast.kms.api.DueReport;
import dev.holdfast.kms.api.EnableKeyRequest;
import dev.holdfast.kms.api.EnableKeyRotationRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GetKeyRotationStatusRequest;
import dev.holdfast.kms.api.GetKeyRotationStatusResponse;
import dev.holdfast.kms.api.KeyMetadata;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.ListKeyRotationsRequest;
import dev.holdfast.kms.api.ListKeyRotationsResponse;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.RotationsListEntry;
import dev.holdfast.kms.api.SignRequest;
import dev.holdfast.kms.api.SignResponse;
import dev.holdfast.kms.api.UpdateAliasRequest;
import dev.holdfast.kms.api.VerifyRequest;
import java.security.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import javax.crypto.Cipher;
import org.junit.jupiter.api.extension.RegisterExtension;

/** New material for keys: the rows of the list of claims, each named after its row. */
class KmsRotationTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final Blob SECRET = Blob.ofUtf8("what nobody else may read");

  @EveryVault
  void A32_onlySymmetricKeysRotate_othersByAlias(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata first = BENCH.key(backend, "ECC_NIST_P256", "SIGN_VERIFY");
    KmsBench.refused(
        KmsError.UNSUPPORTED_OPERATION,
        () -> kms.enableKeyRotation(EnableKeyRotationRequest.of(first.keyId())));
    KmsBench.refused(
        KmsError.UNSUPPORTED_OPERATION,
        () -> kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(first.keyId())));
    String alias = "alias/A32-" + backend;
    BENCH.alias(backend, alias, first);
    SignResponse old = kms.sign(SignRequest.of(alias, SECRET, "ECDSA_SHA_256"));
    KeyMetadata second = BENCH.key(backend, "ECC_NIST_P256", "SIGN_VERIFY");
    kms.updateAlias(UpdateAliasRequest.of(alias, second.keyId()));
    assertEquals(second.arn(), kms.sign(SignRequest.of(alias, SECRET, "ECDSA_SHA_256")).keyId());
    assertTrue(
        kms.verify(VerifyRequest.of(old.keyId(), SECRET, old.signature(), "ECDSA_SHA_256"))
            .signatureValid());
  }

  @EveryVault
  void A33_rotationIsOffByDefault(Backend backend) throws Exception {
    KeyMetadata key = BENCH.symmetric(backend);
    GetKeyRotationStatusResponse status =
        BENCH.service(backend).getKeyRotationStatus(GetKeyRotationStatusRequest.of(key.keyId()));
    assertFalse(status.keyRotationEnabled());
    assertNull(status.nextRotationDate());
  }

  @EveryVault
  void A34_managedKeysRotateEveryYear(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = kms.describeKey(DescribeKeyRequest.of("alias/holdfast/yearly")).keyMetadata();
    GetKeyRotationStatusResponse status =
        kms.getKeyRotationStatus(GetKeyRotationStatusRequest.of(key.keyId()));
    assertTrue(status.keyRotationEnabled());
    assertEquals(365, status.rotationPeriodInDays());
    KmsBench.refused(
        KmsError.ACCESS_DENIED,
        () -> kms.disableKeyRotation(DisableKeyRotationRequest.of(key.keyId())));
  }

  @EveryVault
  void A35_dueRotationsHappenOnTheNextUse(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    String id = key.keyId();
    KmsBench.refused(
        KmsError.VALIDATION,
        () -> kms.enableKeyRotation(EnableKeyRotationRequest.of(id).withRotationPeriodInDays(89)));
    KmsBench.refused(
        KmsError.VALIDATION,
        () ->
            kms.enableKeyRotation(EnableKeyRotationRequest.of(id).withRotationPeriodInDays(2561)));
    kms.enableKeyRotation(EnableKeyRotationRequest.of(id));
    assertEquals(
        365, kms.getKeyRotationStatus(GetKeyRotationStatusRequest.of(id)).rotationPeriodInDays());
    Blob old = kms.encrypt(EncryptRequest.of(id, SECRET)).ciphertextBlob();
    BENCH.clock().move(Duration.ofDays(364));
    assertEquals(key.currentKeyMaterialId(), material(kms, id));
    BENCH.clock().move(Duration.ofDays(1).plusMinutes(1));
    String second = material(kms, id);
    assertNotEquals(key.currentKeyMaterialId(), second);
    assertEquals(second, material(kms, id));
    assertEquals(SECRET, kms.decrypt(DecryptRequest.of(old)).plaintext());
    List<RotationsListEntry> rotations =
        kms.listKeyRotations(ListKeyRotationsRequest.of(id)).rotations();
    assertEquals(1, rotations.size());
    assertEquals("AUTOMATIC", rotations.get(0).rotationType());
    assertEquals("CURRENT", rotations.get(0).keyMaterialState());
    // A disabled key does not rotate, and does at once when it is enabled overdue.
    kms.disableKey(DisableKeyRequest.of(id));
    BENCH.clock().move(Duration.ofDays(400));
    assertTrue(kms.runDue().failed().isEmpty());
    assertEquals(1, kms.listKeyRotations(ListKeyRotationsRequest.of(id)).rotations().size());
    kms.enableKey(EnableKeyRequest.of(id));
    assertNotEquals(second, material(kms, id));
    assertEquals(SECRET, kms.decrypt(DecryptRequest.of(old)).plaintext());
  }

  /** The material that encrypts now. */
  private static String material(KeyService kms, String id) {
    Blob sealed = kms.encrypt(EncryptRequest.of(id, SECRET)).ciphertextBlob();
    return kms.decrypt(DecryptRequest.of(sealed)).keyMaterialId();
  }

  @EveryVault
  void A35_whatIsDueIsDoneWithoutAUse_byRunDue(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    kms.enableKeyRotation(EnableKeyRotationRequest.of(key.keyId()).withRotationPeriodInDays(90));
    BENCH.clock().move(Duration.ofDays(91));
    DueReport report = kms.runDue();
    assertEquals(List.of(), report.failed());
    assertTrue(report.rotated().contains(key.keyId()));
    assertFalse(kms.runDue().rotated().contains(key.keyId()));
    assertEquals(
        1, kms.listKeyRotations(ListKeyRotationsRequest.of(key.keyId())).rotations().size());
  }

  @EveryVault
  void A36_oldMaterialOpensAfter25Rotations_andNoMoreAreMade(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    String id = key.keyId();
    kms.enableKeyRotation(EnableKeyRotationRequest.of(id));
    Blob first = kms.encrypt(EncryptRequest.of(id, SECRET)).ciphertextBlob();
    java.time.Instant next =
        kms.getKeyRotationStatus(GetKeyRotationStatusRequest.of(id)).nextRotationDate();
    for (int round = 0; round < 25; round++) {
      kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(id));
    }
    assertEquals(
        next, kms.getKeyRotationStatus(GetKeyRotationStatusRequest.of(id)).nextRotationDate());
    assertEquals(SECRET, kms.decrypt(DecryptRequest.of(first)).plaintext());
    assertEquals(
        "The on-demand rotations limit has been reached for the given keyId. No more on-demand"
            + " rotations can be performed for this key: "
            + key.arn(),
        KmsBench.refused(
            KmsError.LIMIT_EXCEEDED, () -> kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(id))));
    List<RotationsListEntry> all = rotations(kms, id);
    assertEquals(26, all.size());
    assertEquals(26, new HashSet<>(all.stream().map(r -> r.keyMaterialId()).toList()).size());
    assertEquals(1, all.stream().filter(r -> r.keyMaterialState().equals("CURRENT")).count());
    assertNull(all.get(0).rotationType());
    // Close before the automatic rotation, none is made on demand.
    KeyMetadata other = BENCH.symmetric(backend);
    kms.enableKeyRotation(EnableKeyRotationRequest.of(other.keyId()).withRotationPeriodInDays(90));
    BENCH.clock().move(Duration.ofDays(90).minusMinutes(10));
    KmsBench.refused(
        KmsError.CONFLICT, () -> kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(other.keyId())));
  }

  private static List<RotationsListEntry> rotations(KeyService kms, String id) {
    List<RotationsListEntry> all = new ArrayList<>();
    String marker = null;
    do {
      ListKeyRotationsResponse page =
          kms.listKeyRotations(
              ListKeyRotationsRequest.of(id)
                  .withIncludeKeyMaterial("ALL_KEY_MATERIAL")
                  .withLimit(10)
                  .withMarker(marker));
      all.addAll(page.rotations());
      assertEquals(page.truncated(), page.nextMarker() != null);
      marker = page.nextMarker();
    } while (marker != null);
    return all;
  }

  @EveryVault
  void aRunningProgram_usesNewMaterialWithoutBeingTouched(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    String name = "running-" + backend;
    BENCH.alias(backend, "alias/" + name, key);
    Key handle = BENCH.fixture(backend).keyStore().getKey(name, null);
    Cipher cipher = Cipher.getInstance("Holdfast", BENCH.fixture(backend).provider());
    cipher.init(Cipher.ENCRYPT_MODE, handle);
    byte[] before = cipher.doFinal(SECRET.toByteArray());
    kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key.keyId()));
    byte[] after = cipher.doFinal(SECRET.toByteArray());
    assertEquals(
        key.currentKeyMaterialId(),
        kms.decrypt(DecryptRequest.of(Blob.of(before))).keyMaterialId());
    assertNotEquals(
        key.currentKeyMaterialId(), kms.decrypt(DecryptRequest.of(Blob.of(after))).keyMaterialId());
    cipher.init(Cipher.DECRYPT_MODE, handle);
    assertTrue(Arrays.equals(SECRET.toByteArray(), cipher.doFinal(before)));
    assertTrue(Arrays.equals(SECRET.toByteArray(), cipher.doFinal(after)));
  }

  @EveryVault
  void aRotationThatNobodyWillFinish_isClearedAway(Backend backend) throws Exception {
    KeyService kms = BENCH.service(backend);
    KeyMetadata key = BENCH.symmetric(backend);
    KeyMetadata other = BENCH.symmetric(backend);
    for (KeyMetadata each : List.of(key, other)) {
      RecordSurgery.leaveRotation(BENCH.fixture(backend).vault(), each.keyId());
      // Meanwhile the key works with the material that it has.
      assertEquals(key.currentKeyMaterialId(), material(kms, key.keyId()));
    }
    // By the next rotation,
    kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key.keyId()));
    assertEquals(2, rotations(kms, key.keyId()).size());
    // and by the next opening.
    KeyService again = BENCH.reopened(backend);
    assertEquals(1, RecordSurgery.materials(BENCH.fixture(backend).vault(), other.keyId()).size());
    assertEquals(other.currentKeyMaterialId(), material(again, other.keyId()));
  }
}
