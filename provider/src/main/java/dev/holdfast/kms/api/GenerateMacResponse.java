// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#generateMac} gives.
 *
 * @param keyId the ARN of the key
 */
public record GenerateMacResponse(Blob mac, String macAlgorithm, String keyId) {}
