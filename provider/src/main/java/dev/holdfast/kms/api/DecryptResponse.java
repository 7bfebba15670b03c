// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#decrypt} gives.
 *
 * @param keyId the ARN of the key
 * @param encryptionAlgorithm {@code SYMMETRIC_DEFAULT} (also if null), {@code RSAES_OAEP_SHA_1} or
 *     {@code RSAES_OAEP_SHA_256}
 * @param keyMaterialId which of the key's materials, 64 hexadecimal digits
 */
public record DecryptResponse(
    String keyId, Blob plaintext, String encryptionAlgorithm, String keyMaterialId) {}
