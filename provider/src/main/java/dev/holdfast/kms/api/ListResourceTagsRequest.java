// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#listResourceTags} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param limit 1 to 50; null for 50
 * @param marker the {@code nextMarker} of the page before; null for the first page
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record ListResourceTagsRequest(String keyId, Integer limit, String marker, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static ListResourceTagsRequest of(String keyId) {
    return new ListResourceTagsRequest(keyId, null, null, false);
  }

  public ListResourceTagsRequest withLimit(Integer limit) {
    return new ListResourceTagsRequest(keyId, limit, marker, dryRun);
  }

  public ListResourceTagsRequest withMarker(String marker) {
    return new ListResourceTagsRequest(keyId, limit, marker, dryRun);
  }

  public ListResourceTagsRequest withDryRun(boolean dryRun) {
    return new ListResourceTagsRequest(keyId, limit, marker, dryRun);
  }
}
