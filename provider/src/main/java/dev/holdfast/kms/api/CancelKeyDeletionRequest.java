// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#cancelKeyDeletion} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record CancelKeyDeletionRequest(String keyId, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static CancelKeyDeletionRequest of(String keyId) {
    return new CancelKeyDeletionRequest(keyId, false);
  }

  public CancelKeyDeletionRequest withDryRun(boolean dryRun) {
    return new CancelKeyDeletionRequest(keyId, dryRun);
  }
}
