// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#generateMac} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param macAlgorithm {@code HMAC_SHA_224}, {@code _256}, {@code _384} or {@code _512}, the one of
 *     the key's spec
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record GenerateMacRequest(
    Blob message, String keyId, String macAlgorithm, List<String> grantTokens, boolean dryRun) {
  public GenerateMacRequest {
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static GenerateMacRequest of(Blob message, String keyId, String macAlgorithm) {
    return new GenerateMacRequest(message, keyId, macAlgorithm, List.of(), false);
  }

  public GenerateMacRequest withGrantTokens(List<String> grantTokens) {
    return new GenerateMacRequest(message, keyId, macAlgorithm, grantTokens, dryRun);
  }

  public GenerateMacRequest withDryRun(boolean dryRun) {
    return new GenerateMacRequest(message, keyId, macAlgorithm, grantTokens, dryRun);
  }
}
