// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#putKeyPolicy} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param policyName {@code default}, the only one there is; null for it
 * @param policy the key policy as a JSON document of at most 32 KiB; null for the default
 * @param bypassPolicyLockoutSafetyCheck whether the policy may lock the caller out
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record PutKeyPolicyRequest(
    String keyId,
    String policyName,
    String policy,
    boolean bypassPolicyLockoutSafetyCheck,
    boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static PutKeyPolicyRequest of(String keyId, String policy) {
    return new PutKeyPolicyRequest(keyId, null, policy, false, false);
  }

  public PutKeyPolicyRequest withPolicyName(String policyName) {
    return new PutKeyPolicyRequest(
        keyId, policyName, policy, bypassPolicyLockoutSafetyCheck, dryRun);
  }

  public PutKeyPolicyRequest withBypassPolicyLockoutSafetyCheck(
      boolean bypassPolicyLockoutSafetyCheck) {
    return new PutKeyPolicyRequest(
        keyId, policyName, policy, bypassPolicyLockoutSafetyCheck, dryRun);
  }

  public PutKeyPolicyRequest withDryRun(boolean dryRun) {
    return new PutKeyPolicyRequest(
        keyId, policyName, policy, bypassPolicyLockoutSafetyCheck, dryRun);
  }
}
