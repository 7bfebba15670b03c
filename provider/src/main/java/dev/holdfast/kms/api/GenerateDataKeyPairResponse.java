// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.security.PrivateKey;

/**
 * What {@link KeyService#generateDataKeyPair} gives.
 *
 * @param privateKeyPlaintext PKCS#8 DER, where {@code revealPlaintext} asked for it; else null
 * @param privateKey a handle of the private key, of this session; null where its bytes were asked
 *     for
 * @param publicKey SubjectPublicKeyInfo DER
 * @param keyId the ARN of the key
 * @param keyMaterialId which of the key's materials, 64 hexadecimal digits
 */
public record GenerateDataKeyPairResponse(
    Blob privateKeyCiphertextBlob,
    Blob privateKeyPlaintext,
    PrivateKey privateKey,
    Blob publicKey,
    String keyId,
    String keyPairSpec,
    String keyMaterialId) {}
