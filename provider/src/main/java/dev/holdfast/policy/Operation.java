// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.policy;

import dev.holdfast.model.KeyUsage;
import java.util.Optional;

/** What a caller asks for, in AWS KMS's action names; one permission each. */
public enum Operation {
  CREATE_KEY("CreateKey", null),
  IMPORT_KEY_MATERIAL("ImportKeyMaterial", null),
  SCHEDULE_KEY_DELETION("ScheduleKeyDeletion", null),
  CREATE_ALIAS("CreateAlias", null),
  UPDATE_ALIAS("UpdateAlias", null),
  DELETE_ALIAS("DeleteAlias", null),
  SIGN("Sign", KeyUsage.SIGN_VERIFY),
  ENCRYPT("Encrypt", KeyUsage.ENCRYPT_DECRYPT),
  DECRYPT("Decrypt", KeyUsage.ENCRYPT_DECRYPT),
  DECAPSULATE("Decapsulate", KeyUsage.ENCAPSULATE_DECAPSULATE),
  DERIVE_SHARED_SECRET("DeriveSharedSecret", KeyUsage.KEY_AGREEMENT),
  GENERATE_MAC("GenerateMac", KeyUsage.GENERATE_VERIFY_MAC);

  private final String kmsName;
  private final KeyUsage usage;

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
