// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#updateKeyDescription} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param description free text for people, at most 8192 characters
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record UpdateKeyDescriptionRequest(String keyId, String description, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static UpdateKeyDescriptionRequest of(String keyId, String description) {
    return new UpdateKeyDescriptionRequest(keyId, description, false);
  }

  public UpdateKeyDescriptionRequest withDryRun(boolean dryRun) {
    return new UpdateKeyDescriptionRequest(keyId, description, dryRun);
  }
}
