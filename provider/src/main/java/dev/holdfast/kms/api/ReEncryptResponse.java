// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#reEncrypt} gives.
 *
 * @param keyId the ARN of the key
 */
public record ReEncryptResponse(
    Blob ciphertextBlob,
    String sourceKeyId,
    String keyId,
    String sourceEncryptionAlgorithm,
    String destinationEncryptionAlgorithm,
    String sourceKeyMaterialId,
    String destinationKeyMaterialId) {}
