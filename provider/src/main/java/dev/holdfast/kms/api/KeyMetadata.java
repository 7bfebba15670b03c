// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.time.Instant;
import java.util.List;

/**
 * All that people may know of a key.
 *
 * @param keyId the key's id, a UUID
 * @param deletionDate when it is deleted, while that is pending; else null
 * @param validTo comes with import
 * @param origin {@code AWS_KMS}: made by the vault
 * @param customKeyStoreId comes with custom key stores
 * @param cloudHsmClusterId comes with custom key stores
 * @param expirationModel comes with import
 * @param keyManager {@code CUSTOMER}, or {@code AWS} for a managed key
 * @param currentKeyMaterialId of a symmetric key: the material that encrypts, 64 hexadecimal digits
 */
public record KeyMetadata(
    String awsAccountId,
    String keyId,
    String arn,
    Instant creationDate,
    boolean enabled,
    String description,
    String keyUsage,
    String keyState,
    Instant deletionDate,
    Instant validTo,
    String origin,
    String customKeyStoreId,
    String cloudHsmClusterId,
    String expirationModel,
    String keyManager,
    String customerMasterKeySpec,
    String keySpec,
    List<String> encryptionAlgorithms,
    List<String> signingAlgorithms,
    List<String> keyAgreementAlgorithms,
    List<String> encapsulationAlgorithms,
    boolean multiRegion,
    Integer pendingDeletionWindowInDays,
    List<String> macAlgorithms,
    String currentKeyMaterialId) {
  public KeyMetadata {
    encryptionAlgorithms =
        encryptionAlgorithms == null ? List.of() : List.copyOf(encryptionAlgorithms);
    signingAlgorithms = signingAlgorithms == null ? List.of() : List.copyOf(signingAlgorithms);
    keyAgreementAlgorithms =
        keyAgreementAlgorithms == null ? List.of() : List.copyOf(keyAgreementAlgorithms);
    encapsulationAlgorithms =
        encapsulationAlgorithms == null ? List.of() : List.copyOf(encapsulationAlgorithms);
    macAlgorithms = macAlgorithms == null ? List.of() : List.copyOf(macAlgorithms);
  }
}
