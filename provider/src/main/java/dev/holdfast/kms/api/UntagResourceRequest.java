// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#untagResource} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record UntagResourceRequest(String keyId, List<String> tagKeys, boolean dryRun) {
  public UntagResourceRequest {
    tagKeys = tagKeys == null ? List.of() : List.copyOf(tagKeys);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static UntagResourceRequest of(String keyId, List<String> tagKeys) {
    return new UntagResourceRequest(keyId, tagKeys, false);
  }

  public UntagResourceRequest withDryRun(boolean dryRun) {
    return new UntagResourceRequest(keyId, tagKeys, dryRun);
  }
}
