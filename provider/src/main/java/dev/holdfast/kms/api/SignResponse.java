// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#sign} gives.
 *
 * @param keyId the ARN of the key
 * @param signature ECDSA as DER, RSA as long as the modulus
 */
public record SignResponse(String keyId, Blob signature, String signingAlgorithm) {}
