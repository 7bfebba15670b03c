// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#tagResource} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param tags at most 50; keys of 1 to 128 characters, values of up to 256
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record TagResourceRequest(String keyId, List<Tag> tags, boolean dryRun) {
  public TagResourceRequest {
    tags = tags == null ? List.of() : List.copyOf(tags);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static TagResourceRequest of(String keyId, List<Tag> tags) {
    return new TagResourceRequest(keyId, tags, false);
  }

  public TagResourceRequest withDryRun(boolean dryRun) {
    return new TagResourceRequest(keyId, tags, dryRun);
  }
}
