// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#createKey} takes.
 *
 * @param policy the key policy as a JSON document of at most 32 KiB; null for the default
 * @param description free text for people, at most 8192 characters
 * @param keyUsage {@code ENCRYPT_DECRYPT} if null, which goes with {@code SYMMETRIC_DEFAULT} alone
 * @param customerMasterKeySpec the old name of {@code keySpec}; one of the two
 * @param keySpec {@code SYMMETRIC_DEFAULT} if null
 * @param origin {@code AWS_KMS} if null: made here
 * @param customKeyStoreId comes with custom key stores
 * @param bypassPolicyLockoutSafetyCheck whether the policy may lock its maker out
 * @param tags at most 50; keys of 1 to 128 characters, values of up to 256
 * @param multiRegion comes with regions
 * @param xksKeyId comes with custom key stores
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record CreateKeyRequest(
    String policy,
    String description,
    String keyUsage,
    String customerMasterKeySpec,
    String keySpec,
    String origin,
    String customKeyStoreId,
    boolean bypassPolicyLockoutSafetyCheck,
    List<Tag> tags,
    boolean multiRegion,
    String xksKeyId,
    boolean dryRun) {
  public CreateKeyRequest {
    tags = tags == null ? List.of() : List.copyOf(tags);
  }

  /** The request with everything left out. */
  public static CreateKeyRequest of() {
    return new CreateKeyRequest(
        null, null, null, null, null, null, null, false, List.of(), false, null, false);
  }

  public CreateKeyRequest withPolicy(String policy) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withDescription(String description) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withKeyUsage(String keyUsage) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withCustomerMasterKeySpec(String customerMasterKeySpec) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withKeySpec(String keySpec) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withOrigin(String origin) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withCustomKeyStoreId(String customKeyStoreId) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withBypassPolicyLockoutSafetyCheck(
      boolean bypassPolicyLockoutSafetyCheck) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withTags(List<Tag> tags) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withMultiRegion(boolean multiRegion) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withXksKeyId(String xksKeyId) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }

  public CreateKeyRequest withDryRun(boolean dryRun) {
    return new CreateKeyRequest(
        policy,
        description,
        keyUsage,
        customerMasterKeySpec,
        keySpec,
        origin,
        customKeyStoreId,
        bypassPolicyLockoutSafetyCheck,
        tags,
        multiRegion,
        xksKeyId,
        dryRun);
  }
}
