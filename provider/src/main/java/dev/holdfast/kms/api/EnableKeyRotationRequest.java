// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#enableKeyRotation} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param rotationPeriodInDays 90 to 2560; null for 365
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record EnableKeyRotationRequest(String keyId, Integer rotationPeriodInDays, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static EnableKeyRotationRequest of(String keyId) {
    return new EnableKeyRotationRequest(keyId, null, false);
  }

  public EnableKeyRotationRequest withRotationPeriodInDays(Integer rotationPeriodInDays) {
    return new EnableKeyRotationRequest(keyId, rotationPeriodInDays, dryRun);
  }

  public EnableKeyRotationRequest withDryRun(boolean dryRun) {
    return new EnableKeyRotationRequest(keyId, rotationPeriodInDays, dryRun);
  }
}
