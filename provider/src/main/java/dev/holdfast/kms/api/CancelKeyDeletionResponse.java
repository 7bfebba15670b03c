// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#cancelKeyDeletion} gives.
 *
 * @param keyId the ARN of the key
 */
public record CancelKeyDeletionResponse(String keyId) {}
