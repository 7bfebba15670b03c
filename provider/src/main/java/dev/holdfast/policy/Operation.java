// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.policy;

import dev.holdfast.model.KeyUsage;
import java.util.Optional;

/**
 * What a caller asks for, in AWS KMS's action names; one permission each. ReEncrypt takes two, one
 * for each of its keys.
 */
public enum Operation {
  CANCEL_KEY_DELETION("CancelKeyDeletion"),
  CREATE_ALIAS("CreateAlias"),
  CREATE_GRANT("CreateGrant"),
  CREATE_KEY("CreateKey"),
  DECAPSULATE("Decapsulate", KeyUsage.ENCAPSULATE_DECAPSULATE),
  DECRYPT("Decrypt", KeyUsage.ENCRYPT_DECRYPT),
  DELETE_ALIAS("DeleteAlias"),
  DELETE_IMPORTED_KEY_MATERIAL("DeleteImportedKeyMaterial"),
  DERIVE_SHARED_SECRET("DeriveSharedSecret", KeyUsage.KEY_AGREEMENT),
  DESCRIBE_KEY("DescribeKey"),
  DISABLE_KEY("DisableKey"),
  DISABLE_KEY_ROTATION("DisableKeyRotation"),
  ENABLE_KEY("EnableKey"),
  ENABLE_KEY_ROTATION("EnableKeyRotation"),
  ENCAPSULATE("Encapsulate", KeyUsage.ENCAPSULATE_DECAPSULATE),
  ENCRYPT("Encrypt", KeyUsage.ENCRYPT_DECRYPT),
  GENERATE_DATA_KEY("GenerateDataKey", KeyUsage.ENCRYPT_DECRYPT),
  GENERATE_DATA_KEY_PAIR("GenerateDataKeyPair", KeyUsage.ENCRYPT_DECRYPT),
  GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT(
      "GenerateDataKeyPairWithoutPlaintext", KeyUsage.ENCRYPT_DECRYPT),
  GENERATE_DATA_KEY_WITHOUT_PLAINTEXT("GenerateDataKeyWithoutPlaintext", KeyUsage.ENCRYPT_DECRYPT),
  GENERATE_MAC("GenerateMac", KeyUsage.GENERATE_VERIFY_MAC),
  GENERATE_RANDOM("GenerateRandom"),
  GET_KEY_LAST_USAGE("GetKeyLastUsage"),
  GET_KEY_POLICY("GetKeyPolicy"),
  GET_KEY_ROTATION_STATUS("GetKeyRotationStatus"),
  GET_PARAMETERS_FOR_IMPORT("GetParametersForImport"),
  GET_PUBLIC_KEY("GetPublicKey"),
  IMPORT_KEY_MATERIAL("ImportKeyMaterial"),
  LIST_ALIASES("ListAliases"),
  LIST_GRANTS("ListGrants"),
  LIST_KEY_POLICIES("ListKeyPolicies"),
  LIST_KEY_ROTATIONS("ListKeyRotations"),
  LIST_KEYS("ListKeys"),
  LIST_RESOURCE_TAGS("ListResourceTags"),
  LIST_RETIRABLE_GRANTS("ListRetirableGrants"),
  PUT_KEY_POLICY("PutKeyPolicy"),
  RE_ENCRYPT_FROM("ReEncryptFrom", KeyUsage.ENCRYPT_DECRYPT),
  RE_ENCRYPT_TO("ReEncryptTo", KeyUsage.ENCRYPT_DECRYPT),
  REPLICATE_KEY("ReplicateKey"),
  RETIRE_GRANT("RetireGrant"),
  REVOKE_GRANT("RevokeGrant"),
  ROTATE_KEY_ON_DEMAND("RotateKeyOnDemand"),
  SCHEDULE_KEY_DELETION("ScheduleKeyDeletion"),
  SIGN("Sign", KeyUsage.SIGN_VERIFY),
  TAG_RESOURCE("TagResource"),
  UNTAG_RESOURCE("UntagResource"),
  UPDATE_ALIAS("UpdateAlias"),
  UPDATE_KEY_DESCRIPTION("UpdateKeyDescription"),
  UPDATE_PRIMARY_REGION("UpdatePrimaryRegion"),
  VERIFY("Verify", KeyUsage.SIGN_VERIFY),
  VERIFY_MAC("VerifyMac", KeyUsage.GENERATE_VERIFY_MAC);

  private final String kmsName;
  private final KeyUsage usage;

  Operation(String kmsName) {
    this(kmsName, null);
  }

  Operation(String kmsName, KeyUsage usage) {
    this.kmsName = kmsName;
    this.usage = usage;
  }

  /** AWS's name of the action, without its {@code kms:} prefix. */
  public String kmsName() {
    return kmsName;
  }

  /** The usage a key must have; empty where the operation computes nothing. */
  public Optional<KeyUsage> usage() {
    return Optional.ofNullable(usage);
  }
}
