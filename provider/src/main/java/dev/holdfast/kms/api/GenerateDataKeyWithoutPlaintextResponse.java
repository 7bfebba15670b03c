// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#generateDataKeyWithoutPlaintext} gives.
 *
 * @param keyId the ARN of the key
 * @param keyMaterialId which of the key's materials, 64 hexadecimal digits
 */
public record GenerateDataKeyWithoutPlaintextResponse(
    Blob ciphertextBlob, String keyId, String keyMaterialId) {}
