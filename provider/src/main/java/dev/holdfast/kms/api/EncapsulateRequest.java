// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#encapsulate} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param encapsulationAlgorithm {@code ML_KEM}
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record EncapsulateRequest(
    String keyId, String encapsulationAlgorithm, List<String> grantTokens, boolean dryRun) {
  public EncapsulateRequest {
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static EncapsulateRequest of(String keyId, String encapsulationAlgorithm) {
    return new EncapsulateRequest(keyId, encapsulationAlgorithm, List.of(), false);
  }

  public EncapsulateRequest withGrantTokens(List<String> grantTokens) {
    return new EncapsulateRequest(keyId, encapsulationAlgorithm, grantTokens, dryRun);
  }

  public EncapsulateRequest withDryRun(boolean dryRun) {
    return new EncapsulateRequest(keyId, encapsulationAlgorithm, grantTokens, dryRun);
  }
}
