// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#createAlias} takes.
 *
 * @param aliasName {@code alias/} and 1 to 250 of {@code a-z A-Z 0-9 / _ -}
 * @param targetKeyId the key's id or ARN
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record CreateAliasRequest(String aliasName, String targetKeyId, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static CreateAliasRequest of(String aliasName, String targetKeyId) {
    return new CreateAliasRequest(aliasName, targetKeyId, false);
  }

  public CreateAliasRequest withDryRun(boolean dryRun) {
    return new CreateAliasRequest(aliasName, targetKeyId, dryRun);
  }
}
