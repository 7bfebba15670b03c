// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#generateDataKeyPairWithoutPlaintext} gives.
 *
 * @param publicKey SubjectPublicKeyInfo DER
 * @param keyId the ARN of the key
 * @param keyMaterialId which of the key's materials, 64 hexadecimal digits
 */
public record GenerateDataKeyPairWithoutPlaintextResponse(
    Blob privateKeyCiphertextBlob,
    Blob publicKey,
    String keyId,
    String keyPairSpec,
    String keyMaterialId) {}
