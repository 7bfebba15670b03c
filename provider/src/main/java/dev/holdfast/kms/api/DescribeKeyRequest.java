// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#describeKey} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record DescribeKeyRequest(String keyId, List<String> grantTokens, boolean dryRun) {
  public DescribeKeyRequest {
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static DescribeKeyRequest of(String keyId) {
    return new DescribeKeyRequest(keyId, List.of(), false);
  }

  public DescribeKeyRequest withGrantTokens(List<String> grantTokens) {
    return new DescribeKeyRequest(keyId, grantTokens, dryRun);
  }

  public DescribeKeyRequest withDryRun(boolean dryRun) {
    return new DescribeKeyRequest(keyId, grantTokens, dryRun);
  }
}
