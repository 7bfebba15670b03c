// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.Locale;
import java.util.Optional;

/**
 * Every operation of AWS KMS, and whether {@link KeyService} offers it: the one table that the
 * command, the documentation and the tests are made from.
 */
public enum KmsOperation {
  CANCEL_KEY_DELETION("CancelKeyDeletion", Standing.OFFERED, ""),
  CONNECT_CUSTOM_KEY_STORE("ConnectCustomKeyStore", Standing.LATER, Later.STORES),
  CREATE_ALIAS("CreateAlias", Standing.OFFERED, ""),
  CREATE_CUSTOM_KEY_STORE("CreateCustomKeyStore", Standing.LATER, Later.STORES),
  CREATE_GRANT("CreateGrant", Standing.LATER, Later.GRANTS),
  CREATE_KEY("CreateKey", Standing.OFFERED, ""),
  DECAPSULATE("Decapsulate", Standing.OFFERED, ""),
  DECRYPT("Decrypt", Standing.OFFERED, ""),
  DELETE_ALIAS("DeleteAlias", Standing.OFFERED, ""),
  DELETE_CUSTOM_KEY_STORE("DeleteCustomKeyStore", Standing.LATER, Later.STORES),
  DELETE_IMPORTED_KEY_MATERIAL("DeleteImportedKeyMaterial", Standing.LATER, Later.IMPORT),
  DERIVE_SHARED_SECRET("DeriveSharedSecret", Standing.OFFERED, ""),
  DESCRIBE_CUSTOM_KEY_STORES("DescribeCustomKeyStores", Standing.LATER, Later.STORES),
  DESCRIBE_KEY("DescribeKey", Standing.OFFERED, ""),
  DISABLE_KEY("DisableKey", Standing.OFFERED, ""),
  DISABLE_KEY_ROTATION("DisableKeyRotation", Standing.OFFERED, ""),
  DISCONNECT_CUSTOM_KEY_STORE("DisconnectCustomKeyStore", Standing.LATER, Later.STORES),
  ENABLE_KEY("EnableKey", Standing.OFFERED, ""),
  ENABLE_KEY_ROTATION("EnableKeyRotation", Standing.OFFERED, ""),
  ENCAPSULATE("Encapsulate", Standing.OFFERED, ""),
  ENCRYPT("Encrypt", Standing.OFFERED, ""),
  GENERATE_DATA_KEY("GenerateDataKey", Standing.OFFERED, ""),
  GENERATE_DATA_KEY_PAIR("GenerateDataKeyPair", Standing.OFFERED, ""),
  GENERATE_DATA_KEY_PAIR_WITHOUT_PLAINTEXT(
      "GenerateDataKeyPairWithoutPlaintext", Standing.OFFERED, ""),
  GENERATE_DATA_KEY_WITHOUT_PLAINTEXT("GenerateDataKeyWithoutPlaintext", Standing.OFFERED, ""),
  GENERATE_MAC("GenerateMac", Standing.OFFERED, ""),
  GENERATE_RANDOM("GenerateRandom", Standing.OFFERED, ""),
  GET_KEY_LAST_USAGE("GetKeyLastUsage", Standing.OFFERED, ""),
  GET_KEY_POLICY("GetKeyPolicy", Standing.OFFERED, ""),
  GET_KEY_ROTATION_STATUS("GetKeyRotationStatus", Standing.OFFERED, ""),
  GET_PARAMETERS_FOR_IMPORT("GetParametersForImport", Standing.LATER, Later.IMPORT),
  GET_PUBLIC_KEY("GetPublicKey", Standing.OFFERED, ""),
  IMPORT_KEY_MATERIAL("ImportKeyMaterial", Standing.LATER, Later.IMPORT),
  LIST_ALIASES("ListAliases", Standing.OFFERED, ""),
  LIST_GRANTS("ListGrants", Standing.LATER, Later.GRANTS),
  LIST_KEY_POLICIES("ListKeyPolicies", Standing.OFFERED, ""),
  LIST_KEY_ROTATIONS("ListKeyRotations", Standing.OFFERED, ""),
  LIST_KEYS("ListKeys", Standing.OFFERED, ""),
  LIST_RESOURCE_TAGS("ListResourceTags", Standing.OFFERED, ""),
  LIST_RETIRABLE_GRANTS("ListRetirableGrants", Standing.LATER, Later.GRANTS),
  PUT_KEY_POLICY("PutKeyPolicy", Standing.OFFERED, ""),
  RE_ENCRYPT("ReEncrypt", Standing.OFFERED, ""),
  REPLICATE_KEY("ReplicateKey", Standing.LATER, Later.REGIONS),
  RETIRE_GRANT("RetireGrant", Standing.LATER, Later.GRANTS),
  REVOKE_GRANT("RevokeGrant", Standing.LATER, Later.GRANTS),
  ROTATE_KEY_ON_DEMAND("RotateKeyOnDemand", Standing.OFFERED, ""),
  SCHEDULE_KEY_DELETION("ScheduleKeyDeletion", Standing.OFFERED, ""),
  SIGN("Sign", Standing.OFFERED, ""),
  TAG_RESOURCE("TagResource", Standing.OFFERED, ""),
  UNTAG_RESOURCE("UntagResource", Standing.OFFERED, ""),
  UPDATE_ALIAS("UpdateAlias", Standing.OFFERED, ""),
  UPDATE_CUSTOM_KEY_STORE("UpdateCustomKeyStore", Standing.LATER, Later.STORES),
  UPDATE_KEY_DESCRIPTION("UpdateKeyDescription", Standing.OFFERED, ""),
  UPDATE_PRIMARY_REGION("UpdatePrimaryRegion", Standing.LATER, Later.REGIONS),
  VERIFY("Verify", Standing.OFFERED, ""),
  VERIFY_MAC("VerifyMac", Standing.OFFERED, "");

  /** Whether an operation is offered. */
  public enum Standing {
    /** {@link KeyService} has a method for it. */
    OFFERED,
    /** A later version brings it. */
    LATER,
    /** It will not be offered. */
    REFUSED
  }

  /**
   * Why an operation is not offered yet. Apart, since an enum's constants come before its fields.
   */
  private static final class Later {
    private static final String IMPORT =
        "import of key material into a KMS key comes with a later version; the KeyStore takes in"
            + " keys made elsewhere";
    private static final String REGIONS = "multi-Region keys come with a later version";
    private static final String GRANTS = "grants come with policies, in a later version";
    private static final String STORES =
        "custom key stores come with a later version; an HSM is a backend of the vault";
  }

  private final String kmsName;
  private final Standing standing;
  private final String reason;

  KmsOperation(String kmsName, Standing standing, String reason) {
    this.kmsName = kmsName;
    this.standing = standing;
    this.reason = reason;
  }

  /** AWS's name of the operation, as in {@code GenerateDataKey}. */
  public String kmsName() {
    return kmsName;
  }

  public Standing standing() {
    return standing;
  }

  /** Why it is not offered; empty where it is. */
  public String reason() {
    return reason;
  }

  /** The name of its method in {@link KeyService}, as in {@code generateDataKey}. */
  public String method() {
    return kmsName.substring(0, 1).toLowerCase(Locale.ROOT) + kmsName.substring(1);
  }

  /** The operation with a name of AWS's. */
  public static Optional<KmsOperation> ofKmsName(String name) {
    for (KmsOperation operation : values()) {
      if (operation.kmsName.equals(name)) {
        return Optional.of(operation);
      }
    }
    return Optional.empty();
  }
}
