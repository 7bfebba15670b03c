// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#decapsulate} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param encapsulationAlgorithm {@code ML_KEM}
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record DecapsulateRequest(
    String keyId,
    Blob sharedSecretCiphertextBlob,
    String encapsulationAlgorithm,
    List<String> grantTokens,
    boolean dryRun) {
  public DecapsulateRequest {
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static DecapsulateRequest of(
      String keyId, Blob sharedSecretCiphertextBlob, String encapsulationAlgorithm) {
    return new DecapsulateRequest(
        keyId, sharedSecretCiphertextBlob, encapsulationAlgorithm, List.of(), false);
  }

  public DecapsulateRequest withGrantTokens(List<String> grantTokens) {
    return new DecapsulateRequest(
        keyId, sharedSecretCiphertextBlob, encapsulationAlgorithm, grantTokens, dryRun);
  }

  public DecapsulateRequest withDryRun(boolean dryRun) {
    return new DecapsulateRequest(
        keyId, sharedSecretCiphertextBlob, encapsulationAlgorithm, grantTokens, dryRun);
  }
}
