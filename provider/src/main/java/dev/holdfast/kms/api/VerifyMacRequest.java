// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#verifyMac} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record VerifyMacRequest(
    Blob message,
    String keyId,
    String macAlgorithm,
    Blob mac,
    List<String> grantTokens,
    boolean dryRun) {
  public VerifyMacRequest {
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static VerifyMacRequest of(Blob message, String keyId, String macAlgorithm, Blob mac) {
    return new VerifyMacRequest(message, keyId, macAlgorithm, mac, List.of(), false);
  }

  public VerifyMacRequest withGrantTokens(List<String> grantTokens) {
    return new VerifyMacRequest(message, keyId, macAlgorithm, mac, grantTokens, dryRun);
  }

  public VerifyMacRequest withDryRun(boolean dryRun) {
    return new VerifyMacRequest(message, keyId, macAlgorithm, mac, grantTokens, dryRun);
  }
}
