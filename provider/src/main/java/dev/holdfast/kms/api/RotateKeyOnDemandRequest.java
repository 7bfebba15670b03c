// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#rotateKeyOnDemand} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record RotateKeyOnDemandRequest(String keyId, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static RotateKeyOnDemandRequest of(String keyId) {
    return new RotateKeyOnDemandRequest(keyId, false);
  }

  public RotateKeyOnDemandRequest withDryRun(boolean dryRun) {
    return new RotateKeyOnDemandRequest(keyId, dryRun);
  }
}
