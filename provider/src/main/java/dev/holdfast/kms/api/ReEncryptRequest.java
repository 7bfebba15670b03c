// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;
import java.util.Map;

/**
 * What {@link KeyService#reEncrypt} takes.
 *
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record ReEncryptRequest(
    Blob ciphertextBlob,
    Map<String, String> sourceEncryptionContext,
    String sourceKeyId,
    String destinationKeyId,
    Map<String, String> destinationEncryptionContext,
    String sourceEncryptionAlgorithm,
    String destinationEncryptionAlgorithm,
    List<String> grantTokens,
    boolean dryRun,
    List<String> dryRunModifiers) {
  public ReEncryptRequest {
    sourceEncryptionContext =
        sourceEncryptionContext == null ? Map.of() : Map.copyOf(sourceEncryptionContext);
    destinationEncryptionContext =
        destinationEncryptionContext == null ? Map.of() : Map.copyOf(destinationEncryptionContext);
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
    dryRunModifiers = dryRunModifiers == null ? List.of() : List.copyOf(dryRunModifiers);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static ReEncryptRequest of(Blob ciphertextBlob, String destinationKeyId) {
    return new ReEncryptRequest(
        ciphertextBlob,
        Map.of(),
        null,
        destinationKeyId,
        Map.of(),
        null,
        null,
        List.of(),
        false,
        List.of());
  }

  public ReEncryptRequest withSourceEncryptionContext(Map<String, String> sourceEncryptionContext) {
    return new ReEncryptRequest(
        ciphertextBlob,
        sourceEncryptionContext,
        sourceKeyId,
        destinationKeyId,
        destinationEncryptionContext,
        sourceEncryptionAlgorithm,
        destinationEncryptionAlgorithm,
        grantTokens,
        dryRun,
        dryRunModifiers);
  }

  public ReEncryptRequest withSourceKeyId(String sourceKeyId) {
    return new ReEncryptRequest(
        ciphertextBlob,
        sourceEncryptionContext,
        sourceKeyId,
        destinationKeyId,
        destinationEncryptionContext,
        sourceEncryptionAlgorithm,
        destinationEncryptionAlgorithm,
        grantTokens,
        dryRun,
        dryRunModifiers);
  }

  public ReEncryptRequest withDestinationEncryptionContext(
      Map<String, String> destinationEncryptionContext) {
    return new ReEncryptRequest(
        ciphertextBlob,
        sourceEncryptionContext,
        sourceKeyId,
        destinationKeyId,
        destinationEncryptionContext,
        sourceEncryptionAlgorithm,
        destinationEncryptionAlgorithm,
        grantTokens,
        dryRun,
        dryRunModifiers);
  }

  public ReEncryptRequest withSourceEncryptionAlgorithm(String sourceEncryptionAlgorithm) {
    return new ReEncryptRequest(
        ciphertextBlob,
        sourceEncryptionContext,
        sourceKeyId,
        destinationKeyId,
        destinationEncryptionContext,
        sourceEncryptionAlgorithm,
        destinationEncryptionAlgorithm,
        grantTokens,
        dryRun,
        dryRunModifiers);
  }

  public ReEncryptRequest withDestinationEncryptionAlgorithm(
      String destinationEncryptionAlgorithm) {
    return new ReEncryptRequest(
        ciphertextBlob,
        sourceEncryptionContext,
        sourceKeyId,
        destinationKeyId,
        destinationEncryptionContext,
        sourceEncryptionAlgorithm,
        destinationEncryptionAlgorithm,
        grantTokens,
        dryRun,
        dryRunModifiers);
  }

  public ReEncryptRequest withGrantTokens(List<String> grantTokens) {
    return new ReEncryptRequest(
        ciphertextBlob,
        sourceEncryptionContext,
        sourceKeyId,
        destinationKeyId,
        destinationEncryptionContext,
        sourceEncryptionAlgorithm,
        destinationEncryptionAlgorithm,
        grantTokens,
        dryRun,
        dryRunModifiers);
  }

  public ReEncryptRequest withDryRun(boolean dryRun) {
    return new ReEncryptRequest(
        ciphertextBlob,
        sourceEncryptionContext,
        sourceKeyId,
        destinationKeyId,
        destinationEncryptionContext,
        sourceEncryptionAlgorithm,
        destinationEncryptionAlgorithm,
        grantTokens,
        dryRun,
        dryRunModifiers);
  }

  public ReEncryptRequest withDryRunModifiers(List<String> dryRunModifiers) {
    return new ReEncryptRequest(
        ciphertextBlob,
        sourceEncryptionContext,
        sourceKeyId,
        destinationKeyId,
        destinationEncryptionContext,
        sourceEncryptionAlgorithm,
        destinationEncryptionAlgorithm,
        grantTokens,
        dryRun,
        dryRunModifiers);
  }
}
