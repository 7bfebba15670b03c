// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#deleteAlias} takes.
 *
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record DeleteAliasRequest(String aliasName, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static DeleteAliasRequest of(String aliasName) {
    return new DeleteAliasRequest(aliasName, false);
  }

  public DeleteAliasRequest withDryRun(boolean dryRun) {
    return new DeleteAliasRequest(aliasName, dryRun);
  }
}
