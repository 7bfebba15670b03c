// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#listKeys} takes.
 *
 * @param limit 1 to 1000; null for 100
 * @param marker the {@code nextMarker} of the page before; null for the first page
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record ListKeysRequest(Integer limit, String marker, boolean dryRun) {

  /** The request with everything left out. */
  public static ListKeysRequest of() {
    return new ListKeysRequest(null, null, false);
  }

  public ListKeysRequest withLimit(Integer limit) {
    return new ListKeysRequest(limit, marker, dryRun);
  }

  public ListKeysRequest withMarker(String marker) {
    return new ListKeysRequest(limit, marker, dryRun);
  }

  public ListKeysRequest withDryRun(boolean dryRun) {
    return new ListKeysRequest(limit, marker, dryRun);
  }
}
