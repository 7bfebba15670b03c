// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#getKeyPolicy} gives.
 *
 * @param policy the key policy as a JSON document of at most 32 KiB; null for the default
 * @param policyName {@code default}, the only one there is; null for it
 */
public record GetKeyPolicyResponse(String policy, String policyName) {}
