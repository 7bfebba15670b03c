// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CancelKeyDeletionRequest;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.DecapsulateRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.DeleteAliasRequest;
import dev.holdfast.kms.api.DeriveSharedSecretRequest;
import dev.holdfast.kms.api.DescribeKeyRequest;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.DisableKeyRotationRequest;
import dev.holdfast.kms.api.EnableKeyRequest;
import dev.holdfast.kms.api.EnableKeyRotationRequest;
import dev.holdfast.kms.api.EncapsulateRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairRequest;
import dev.holdfast.kms.api.GenerateDataKeyPairWithoutPlaintextRequest;
import dev.holdfast.kms.api.GenerateDataKeyRequest;
import dev.holdfast.kms.api.GenerateDataKeyWithoutPlaintextRequest;
import dev.holdfast.kms.api.GenerateMacRequest;
import dev.holdfast.kms.api.GenerateRandomRequest;
import dev.holdfast.kms.api.GetKeyLastUsageRequest;
import dev.holdfast.kms.api.GetKeyPolicyRequest;
import dev.holdfast.kms.api.GetKeyRotationStatusRequest;
import dev.holdfast.kms.api.GetPublicKeyRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.ListAliasesRequest;
import dev.holdfast.kms.api.ListKeyPoliciesRequest;
import dev.holdfast.kms.api.ListKeyRotationsRequest;
import dev.holdfast.kms.api.ListKeysRequest;
import dev.holdfast.kms.api.ListResourceTagsRequest;
import dev.holdfast.kms.api.PutKeyPolicyRequest;
import dev.holdfast.kms.api.ReEncryptRequest;
import dev.holdfast.kms.api.RotateKeyOnDemandRequest;
import dev.holdfast.kms.api.ScheduleKeyDeletionRequest;
import dev.holdfast.kms.api.SignRequest;
import dev.holdfast.kms.api.Tag;
import dev.holdfast.kms.api.TagResourceRequest;
import dev.holdfast.kms.api.UntagResourceRequest;
import dev.holdfast.kms.api.UpdateAliasRequest;
import dev.holdfast.kms.api.UpdateKeyDescriptionRequest;
import dev.holdfast.kms.api.VerifyMacRequest;
import dev.holdfast.kms.api.VerifyRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Every operation of the key management service as a dry run on a key that it goes with, and what
 * AWS's table of key states says of it.
 */
final class KmsCalls {
  private static final Blob MESSAGE = Blob.ofUtf8("message");

  /** An operation as a dry run on a key. */
  interface Call {
    void on(KeyService kms, String keyId) throws Exception;
  }

  /**
   * A row: what is expected in the states Enabled, Disabled, PendingDeletion,
   * PendingReplicaDeletion, PendingImport, Unavailable, Creating, Updating.
   */
  record Row(String kind, String expected, Call call) {}

  private static final String USE = "odpriuco";
  private static final String ALWAYS = "oooooooo";
  private static final String NOT_DELETING = "ooproooo";

  final Map<String, String> keys = new LinkedHashMap<>();
  final Map<String, Row> rows = new LinkedHashMap<>();
  private final String alias = "alias/states-" + UUID.randomUUID();
  Blob sealed;
  Blob signature;
  private Blob mac;
  private Blob peer;
  private Blob encapsulated;

  private final KmsBench bench;

  KmsCalls(KmsBench bench, Backend backend) throws Exception {
    this.bench = bench;
    KeyService kms = bench.service(backend);
    key(backend, "SYMMETRIC", "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT");
    key(backend, "SIGN", "ECC_NIST_P256", "SIGN_VERIFY");
    key(backend, "MAC", "HMAC_256", "GENERATE_VERIFY_MAC");
    key(backend, "AGREE", "ECC_NIST_P256", "KEY_AGREEMENT");
    bench.alias(
        backend,
        alias,
        bench
            .service(backend)
            .describeKey(DescribeKeyRequest.of(keys.get("SYMMETRIC")))
            .keyMetadata());
    sealed = kms.encrypt(EncryptRequest.of(keys.get("SYMMETRIC"), MESSAGE)).ciphertextBlob();
    signature = kms.sign(SignRequest.of(keys.get("SIGN"), MESSAGE, "ECDSA_SHA_256")).signature();
    mac = kms.generateMac(GenerateMacRequest.of(MESSAGE, keys.get("MAC"), "HMAC_SHA_256")).mac();
    peer = kms.getPublicKey(GetPublicKeyRequest.of(keys.get("AGREE"))).publicKey();
    if (backend == Backend.SEALED) {
      key(backend, "KEM", "ML_KEM_768", "ENCAPSULATE_DECAPSULATE");
      encapsulated =
          kms.encapsulate(EncapsulateRequest.of(keys.get("KEM"), "ML_KEM"))
              .sharedSecretCiphertextBlob();
    }
    rowsOfUse(backend);
    rowsOfCare();
    rowsOfPaper();
  }

  private void key(Backend backend, String kind, String spec, String usage) throws Exception {
    keys.put(kind, bench.key(backend, spec, usage).keyId());
  }

  private void row(String name, String kind, String expected, Call call) {
    rows.put(name, new Row(kind, expected, call));
  }

  private void rowsOfUse(Backend backend) {
    String symmetric = "SYMMETRIC";
    row(
        "Encrypt",
        symmetric,
        USE,
        (kms, key) -> kms.encrypt(EncryptRequest.of(key, MESSAGE).withDryRun(true)));
    row(
        "Decrypt",
        symmetric,
        USE,
        (kms, key) -> kms.decrypt(DecryptRequest.of(sealed).withDryRun(true)));
    row(
        "ReEncrypt",
        symmetric,
        USE,
        (kms, key) -> kms.reEncrypt(ReEncryptRequest.of(sealed, key).withDryRun(true)));
    row(
        "GenerateDataKey",
        symmetric,
        USE,
        (kms, key) ->
            kms.generateDataKey(
                GenerateDataKeyRequest.of(key).withKeySpec("AES_256").withDryRun(true)));
    row(
        "GenerateDataKeyWithoutPlaintext",
        symmetric,
        USE,
        (kms, key) ->
            kms.generateDataKeyWithoutPlaintext(
                GenerateDataKeyWithoutPlaintextRequest.of(key)
                    .withKeySpec("AES_256")
                    .withDryRun(true)));
    row(
        "GenerateDataKeyPair",
        symmetric,
        USE,
        (kms, key) ->
            kms.generateDataKeyPair(
                GenerateDataKeyPairRequest.of(key, "ECC_NIST_P256").withDryRun(true)));
    row(
        "GenerateDataKeyPairWithoutPlaintext",
        symmetric,
        USE,
        (kms, key) ->
            kms.generateDataKeyPairWithoutPlaintext(
                GenerateDataKeyPairWithoutPlaintextRequest.of(key, "ECC_NIST_P256")
                    .withDryRun(true)));
    row(
        "Sign",
        "SIGN",
        USE,
        (kms, key) -> kms.sign(SignRequest.of(key, MESSAGE, "ECDSA_SHA_256").withDryRun(true)));
    row(
        "Verify",
        "SIGN",
        USE,
        (kms, key) ->
            kms.verify(
                VerifyRequest.of(key, MESSAGE, signature, "ECDSA_SHA_256").withDryRun(true)));
    row(
        "GetPublicKey",
        "SIGN",
        USE,
        (kms, key) -> kms.getPublicKey(GetPublicKeyRequest.of(key).withDryRun(true)));
    row(
        "GenerateMac",
        "MAC",
        USE,
        (kms, key) ->
            kms.generateMac(GenerateMacRequest.of(MESSAGE, key, "HMAC_SHA_256").withDryRun(true)));
    row(
        "VerifyMac",
        "MAC",
        USE,
        (kms, key) ->
            kms.verifyMac(VerifyMacRequest.of(MESSAGE, key, "HMAC_SHA_256", mac).withDryRun(true)));
    row(
        "DeriveSharedSecret",
        "AGREE",
        USE,
        (kms, key) ->
            kms.deriveSharedSecret(
                DeriveSharedSecretRequest.of(key, "ECDH", peer).withDryRun(true)));
    if (backend == Backend.SEALED) {
      row(
          "Encapsulate",
          "KEM",
          USE,
          (kms, key) -> kms.encapsulate(EncapsulateRequest.of(key, "ML_KEM").withDryRun(true)));
      row(
          "Decapsulate",
          "KEM",
          USE,
          (kms, key) ->
              kms.decapsulate(DecapsulateRequest.of(key, encapsulated, "ML_KEM").withDryRun(true)));
    }
  }

  private void rowsOfCare() {
    String symmetric = "SYMMETRIC";
    row(
        "DescribeKey",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.describeKey(DescribeKeyRequest.of(key).withDryRun(true)));
    row(
        "GetKeyLastUsage",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.getKeyLastUsage(GetKeyLastUsageRequest.of(key).withDryRun(true)));
    row(
        "EnableKey",
        symmetric,
        "oopriocx",
        (kms, key) -> kms.enableKey(EnableKeyRequest.of(key).withDryRun(true)));
    row(
        "DisableKey",
        symmetric,
        "oopriocx",
        (kms, key) -> kms.disableKey(DisableKeyRequest.of(key).withDryRun(true)));
    row(
        "ScheduleKeyDeletion",
        symmetric,
        "ooprooox",
        (kms, key) -> kms.scheduleKeyDeletion(ScheduleKeyDeletionRequest.of(key).withDryRun(true)));
    row(
        "CancelKeyDeletion",
        symmetric,
        "nnoonnnn",
        (kms, key) -> kms.cancelKeyDeletion(CancelKeyDeletionRequest.of(key).withDryRun(true)));
    row(
        "EnableKeyRotation",
        symmetric,
        "odprggco",
        (kms, key) -> kms.enableKeyRotation(EnableKeyRotationRequest.of(key).withDryRun(true)));
    row(
        "DisableKeyRotation",
        symmetric,
        "odprggco",
        (kms, key) -> kms.disableKeyRotation(DisableKeyRotationRequest.of(key).withDryRun(true)));
    row(
        "GetKeyRotationStatus",
        symmetric,
        "ooooggoo",
        (kms, key) ->
            kms.getKeyRotationStatus(GetKeyRotationStatusRequest.of(key).withDryRun(true)));
    row(
        "RotateKeyOnDemand",
        symmetric,
        "odprigcx",
        (kms, key) -> kms.rotateKeyOnDemand(RotateKeyOnDemandRequest.of(key).withDryRun(true)));
    row(
        "ListKeyRotations",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.listKeyRotations(ListKeyRotationsRequest.of(key).withDryRun(true)));
    row(
        "CreateAlias",
        symmetric,
        NOT_DELETING,
        (kms, key) ->
            kms.createAlias(CreateAliasRequest.of("alias/states-new", key).withDryRun(true)));
    row(
        "UpdateAlias",
        symmetric,
        NOT_DELETING,
        (kms, key) -> kms.updateAlias(UpdateAliasRequest.of(alias, key).withDryRun(true)));
    row(
        "DeleteAlias",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.deleteAlias(DeleteAliasRequest.of(alias).withDryRun(true)));
    row(
        "ListAliases",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.listAliases(ListAliasesRequest.of().withKeyId(key).withDryRun(true)));
  }

  private void rowsOfPaper() {
    String symmetric = "SYMMETRIC";
    row(
        "UpdateKeyDescription",
        symmetric,
        NOT_DELETING,
        (kms, key) ->
            kms.updateKeyDescription(UpdateKeyDescriptionRequest.of(key, "text").withDryRun(true)));
    row(
        "TagResource",
        symmetric,
        NOT_DELETING,
        (kms, key) ->
            kms.tagResource(
                TagResourceRequest.of(key, List.of(new Tag("k", "v"))).withDryRun(true)));
    row(
        "UntagResource",
        symmetric,
        NOT_DELETING,
        (kms, key) ->
            kms.untagResource(UntagResourceRequest.of(key, List.of("k")).withDryRun(true)));
    row(
        "ListResourceTags",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.listResourceTags(ListResourceTagsRequest.of(key).withDryRun(true)));
    row(
        "GetKeyPolicy",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.getKeyPolicy(GetKeyPolicyRequest.of(key).withDryRun(true)));
    row(
        "PutKeyPolicy",
        symmetric,
        ALWAYS,
        (kms, key) ->
            kms.putKeyPolicy(PutKeyPolicyRequest.of(key, "{\"Statement\":[]}").withDryRun(true)));
    row(
        "ListKeyPolicies",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.listKeyPolicies(ListKeyPoliciesRequest.of(key).withDryRun(true)));
    row(
        "CreateKey",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.createKey(CreateKeyRequest.of().withDryRun(true)));
    row(
        "ListKeys",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.listKeys(ListKeysRequest.of().withDryRun(true)));
    row(
        "GenerateRandom",
        symmetric,
        ALWAYS,
        (kms, key) -> kms.generateRandom(GenerateRandomRequest.of(8).withDryRun(true)));
  }
}
