// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#decapsulate} gives.
 *
 * @param keyId the ARN of the key
 * @param sharedSecret 32 bytes
 */
public record DecapsulateResponse(String keyId, Blob sharedSecret, String encapsulationAlgorithm) {}
