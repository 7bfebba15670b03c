// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#verify} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param messageType {@code RAW} (also if null), {@code DIGEST} or {@code EXTERNAL_MU}
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record VerifyRequest(
    String keyId,
    Blob message,
    String messageType,
    Blob signature,
    String signingAlgorithm,
    List<String> grantTokens,
    boolean dryRun) {
  public VerifyRequest {
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static VerifyRequest of(
      String keyId, Blob message, Blob signature, String signingAlgorithm) {
    return new VerifyRequest(keyId, message, null, signature, signingAlgorithm, List.of(), false);
  }

  public VerifyRequest withMessageType(String messageType) {
    return new VerifyRequest(
        keyId, message, messageType, signature, signingAlgorithm, grantTokens, dryRun);
  }

  public VerifyRequest withGrantTokens(List<String> grantTokens) {
    return new VerifyRequest(
        keyId, message, messageType, signature, signingAlgorithm, grantTokens, dryRun);
  }

  public VerifyRequest withDryRun(boolean dryRun) {
    return new VerifyRequest(
        keyId, message, messageType, signature, signingAlgorithm, grantTokens, dryRun);
  }
}
