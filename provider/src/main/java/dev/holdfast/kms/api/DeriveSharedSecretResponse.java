// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#deriveSharedSecret} gives.
 *
 * @param keyId the ARN of the key
 * @param sharedSecret the x coordinate, as long as the curve's field
 */
public record DeriveSharedSecretResponse(
    String keyId, Blob sharedSecret, String keyAgreementAlgorithm, String keyOrigin) {}
