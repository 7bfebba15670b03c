// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#disableKey} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record DisableKeyRequest(String keyId, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static DisableKeyRequest of(String keyId) {
    return new DisableKeyRequest(keyId, false);
  }

  public DisableKeyRequest withDryRun(boolean dryRun) {
    return new DisableKeyRequest(keyId, dryRun);
  }
}
