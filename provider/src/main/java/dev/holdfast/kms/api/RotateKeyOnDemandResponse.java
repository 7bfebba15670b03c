// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#rotateKeyOnDemand} gives.
 *
 * @param keyId the id of the key, where most operations give its ARN
 */
public record RotateKeyOnDemandResponse(String keyId) {}
