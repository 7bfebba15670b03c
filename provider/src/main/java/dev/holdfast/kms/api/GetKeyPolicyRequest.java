// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#getKeyPolicy} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param policyName {@code default}, the only one there is; null for it
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record GetKeyPolicyRequest(String keyId, String policyName, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static GetKeyPolicyRequest of(String keyId) {
    return new GetKeyPolicyRequest(keyId, null, false);
  }

  public GetKeyPolicyRequest withPolicyName(String policyName) {
    return new GetKeyPolicyRequest(keyId, policyName, dryRun);
  }

  public GetKeyPolicyRequest withDryRun(boolean dryRun) {
    return new GetKeyPolicyRequest(keyId, policyName, dryRun);
  }
}
