// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#encrypt} gives.
 *
 * @param keyId the ARN of the key
 * @param encryptionAlgorithm {@code SYMMETRIC_DEFAULT} (also if null), {@code RSAES_OAEP_SHA_1} or
 *     {@code RSAES_OAEP_SHA_256}
 */
public record EncryptResponse(Blob ciphertextBlob, String keyId, String encryptionAlgorithm) {}
