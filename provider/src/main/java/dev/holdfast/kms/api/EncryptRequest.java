// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;
import java.util.Map;

/**
 * What {@link KeyService#encrypt} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param plaintext 1 to 4096 bytes
 * @param encryptionContext pairs that the ciphertext is bound to; no secrets. Empty is the same as
 *     none
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param encryptionAlgorithm {@code SYMMETRIC_DEFAULT} (also if null), {@code RSAES_OAEP_SHA_1} or
 *     {@code RSAES_OAEP_SHA_256}
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record EncryptRequest(
    String keyId,
    Blob plaintext,
    Map<String, String> encryptionContext,
    List<String> grantTokens,
    String encryptionAlgorithm,
    boolean dryRun) {
  public EncryptRequest {
    encryptionContext = encryptionContext == null ? Map.of() : Map.copyOf(encryptionContext);
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static EncryptRequest of(String keyId, Blob plaintext) {
    return new EncryptRequest(keyId, plaintext, Map.of(), List.of(), null, false);
  }

  public EncryptRequest withEncryptionContext(Map<String, String> encryptionContext) {
    return new EncryptRequest(
        keyId, plaintext, encryptionContext, grantTokens, encryptionAlgorithm, dryRun);
  }

  public EncryptRequest withGrantTokens(List<String> grantTokens) {
    return new EncryptRequest(
        keyId, plaintext, encryptionContext, grantTokens, encryptionAlgorithm, dryRun);
  }

  public EncryptRequest withEncryptionAlgorithm(String encryptionAlgorithm) {
    return new EncryptRequest(
        keyId, plaintext, encryptionContext, grantTokens, encryptionAlgorithm, dryRun);
  }

  public EncryptRequest withDryRun(boolean dryRun) {
    return new EncryptRequest(
        keyId, plaintext, encryptionContext, grantTokens, encryptionAlgorithm, dryRun);
  }
}
