// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#verifyMac} gives.
 *
 * @param keyId the ARN of the key
 * @param macValid true
 */
public record VerifyMacResponse(String keyId, boolean macValid, String macAlgorithm) {}
