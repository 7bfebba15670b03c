// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#enableKey} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record EnableKeyRequest(String keyId, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static EnableKeyRequest of(String keyId) {
    return new EnableKeyRequest(keyId, false);
  }

  public EnableKeyRequest withDryRun(boolean dryRun) {
    return new EnableKeyRequest(keyId, dryRun);
  }
}
