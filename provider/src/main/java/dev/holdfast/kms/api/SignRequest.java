// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#sign} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param messageType {@code RAW} (also if null), {@code DIGEST} or {@code EXTERNAL_MU}
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record SignRequest(
    String keyId,
    Blob message,
    String messageType,
    List<String> grantTokens,
    String signingAlgorithm,
    boolean dryRun) {
  public SignRequest {
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static SignRequest of(String keyId, Blob message, String signingAlgorithm) {
    return new SignRequest(keyId, message, null, List.of(), signingAlgorithm, false);
  }

  public SignRequest withMessageType(String messageType) {
    return new SignRequest(keyId, message, messageType, grantTokens, signingAlgorithm, dryRun);
  }

  public SignRequest withGrantTokens(List<String> grantTokens) {
    return new SignRequest(keyId, message, messageType, grantTokens, signingAlgorithm, dryRun);
  }

  public SignRequest withDryRun(boolean dryRun) {
    return new SignRequest(keyId, message, messageType, grantTokens, signingAlgorithm, dryRun);
  }
}
