// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#verify} gives.
 *
 * @param keyId the ARN of the key
 * @param signatureValid true
 */
public record VerifyResponse(String keyId, boolean signatureValid, String signingAlgorithm) {}
