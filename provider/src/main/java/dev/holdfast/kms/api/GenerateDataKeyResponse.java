// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import javax.crypto.SecretKey;

/**
 * What {@link KeyService#generateDataKey} gives.
 *
 * @param plaintext the data key, where {@code revealPlaintext} asked for it; else null
 * @param key a handle of the data key, of this session; null where its bytes were asked for
 * @param keyId the ARN of the key
 * @param keyMaterialId which of the key's materials, 64 hexadecimal digits
 */
public record GenerateDataKeyResponse(
    Blob ciphertextBlob, Blob plaintext, SecretKey key, String keyId, String keyMaterialId) {}
