// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#updateAlias} takes.
 *
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record UpdateAliasRequest(String aliasName, String targetKeyId, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static UpdateAliasRequest of(String aliasName, String targetKeyId) {
    return new UpdateAliasRequest(aliasName, targetKeyId, false);
  }

  public UpdateAliasRequest withDryRun(boolean dryRun) {
    return new UpdateAliasRequest(aliasName, targetKeyId, dryRun);
  }
}
