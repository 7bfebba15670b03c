// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#encapsulate} gives.
 *
 * @param keyId the ARN of the key
 * @param sharedSecret 32 bytes
 */
public record EncapsulateResponse(
    String keyId,
    Blob sharedSecret,
    Blob sharedSecretCiphertextBlob,
    String encapsulationAlgorithm) {}
