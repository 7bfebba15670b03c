// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#deriveSharedSecret} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param keyAgreementAlgorithm {@code ECDH}
 * @param publicKey the peer's, on the same curve, as SubjectPublicKeyInfo DER
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record DeriveSharedSecretRequest(
    String keyId,
    String keyAgreementAlgorithm,
    Blob publicKey,
    List<String> grantTokens,
    boolean dryRun) {
  public DeriveSharedSecretRequest {
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static DeriveSharedSecretRequest of(
      String keyId, String keyAgreementAlgorithm, Blob publicKey) {
    return new DeriveSharedSecretRequest(keyId, keyAgreementAlgorithm, publicKey, List.of(), false);
  }

  public DeriveSharedSecretRequest withGrantTokens(List<String> grantTokens) {
    return new DeriveSharedSecretRequest(
        keyId, keyAgreementAlgorithm, publicKey, grantTokens, dryRun);
  }

  public DeriveSharedSecretRequest withDryRun(boolean dryRun) {
    return new DeriveSharedSecretRequest(
        keyId, keyAgreementAlgorithm, publicKey, grantTokens, dryRun);
  }
}
