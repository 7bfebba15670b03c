// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#listAliases} takes.
 *
 * @param keyId id or ARN; null for all
 * @param limit 1 to 100; null for 50
 * @param marker the {@code nextMarker} of the page before; null for the first page
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record ListAliasesRequest(String keyId, Integer limit, String marker, boolean dryRun) {

  /** The request with everything left out. */
  public static ListAliasesRequest of() {
    return new ListAliasesRequest(null, null, null, false);
  }

  public ListAliasesRequest withKeyId(String keyId) {
    return new ListAliasesRequest(keyId, limit, marker, dryRun);
  }

  public ListAliasesRequest withLimit(Integer limit) {
    return new ListAliasesRequest(keyId, limit, marker, dryRun);
  }

  public ListAliasesRequest withMarker(String marker) {
    return new ListAliasesRequest(keyId, limit, marker, dryRun);
  }

  public ListAliasesRequest withDryRun(boolean dryRun) {
    return new ListAliasesRequest(keyId, limit, marker, dryRun);
  }
}
