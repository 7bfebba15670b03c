// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;
import java.util.Map;

/**
 * What {@link KeyService#generateDataKey} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param encryptionContext pairs that the ciphertext is bound to; no secrets. Empty is the same as
 *     none
 * @param numberOfBytes 1 to 1024
 * @param keySpec {@code AES_128} or {@code AES_256}; either this or {@code numberOfBytes}
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 * @param revealPlaintext whether the data key's bytes are wanted, and not a handle
 */
public record GenerateDataKeyRequest(
    String keyId,
    Map<String, String> encryptionContext,
    Integer numberOfBytes,
    String keySpec,
    List<String> grantTokens,
    boolean dryRun,
    boolean revealPlaintext) {
  public GenerateDataKeyRequest {
    encryptionContext = encryptionContext == null ? Map.of() : Map.copyOf(encryptionContext);
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static GenerateDataKeyRequest of(String keyId) {
    return new GenerateDataKeyRequest(keyId, Map.of(), null, null, List.of(), false, false);
  }

  public GenerateDataKeyRequest withEncryptionContext(Map<String, String> encryptionContext) {
    return new GenerateDataKeyRequest(
        keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, dryRun, revealPlaintext);
  }

  public GenerateDataKeyRequest withNumberOfBytes(Integer numberOfBytes) {
    return new GenerateDataKeyRequest(
        keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, dryRun, revealPlaintext);
  }

  public GenerateDataKeyRequest withKeySpec(String keySpec) {
    return new GenerateDataKeyRequest(
        keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, dryRun, revealPlaintext);
  }

  public GenerateDataKeyRequest withGrantTokens(List<String> grantTokens) {
    return new GenerateDataKeyRequest(
        keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, dryRun, revealPlaintext);
  }

  public GenerateDataKeyRequest withDryRun(boolean dryRun) {
    return new GenerateDataKeyRequest(
        keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, dryRun, revealPlaintext);
  }

  public GenerateDataKeyRequest withRevealPlaintext(boolean revealPlaintext) {
    return new GenerateDataKeyRequest(
        keyId, encryptionContext, numberOfBytes, keySpec, grantTokens, dryRun, revealPlaintext);
  }
}
