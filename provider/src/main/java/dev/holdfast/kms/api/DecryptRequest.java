// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;
import java.util.Map;

/**
 * What {@link KeyService#decrypt} takes.
 *
 * @param encryptionContext pairs that the ciphertext is bound to; no secrets. Empty is the same as
 *     none
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param keyId may be null for symmetric ciphertexts, which say themselves which key made them;
 *     where it is given, no other key serves
 * @param encryptionAlgorithm {@code SYMMETRIC_DEFAULT} (also if null), {@code RSAES_OAEP_SHA_1} or
 *     {@code RSAES_OAEP_SHA_256}
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 * @param dryRunModifiers {@code IGNORE_CIPHERTEXT}: a dry run without a ciphertext
 */
public record DecryptRequest(
    Blob ciphertextBlob,
    Map<String, String> encryptionContext,
    List<String> grantTokens,
    String keyId,
    String encryptionAlgorithm,
    boolean dryRun,
    List<String> dryRunModifiers) {
  public DecryptRequest {
    encryptionContext = encryptionContext == null ? Map.of() : Map.copyOf(encryptionContext);
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
    dryRunModifiers = dryRunModifiers == null ? List.of() : List.copyOf(dryRunModifiers);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static DecryptRequest of(Blob ciphertextBlob) {
    return new DecryptRequest(ciphertextBlob, Map.of(), List.of(), null, null, false, List.of());
  }

  public DecryptRequest withEncryptionContext(Map<String, String> encryptionContext) {
    return new DecryptRequest(
        ciphertextBlob,
        encryptionContext,
        grantTokens,
        keyId,
        encryptionAlgorithm,
        dryRun,
        dryRunModifiers);
  }

  public DecryptRequest withGrantTokens(List<String> grantTokens) {
    return new DecryptRequest(
        ciphertextBlob,
        encryptionContext,
        grantTokens,
        keyId,
        encryptionAlgorithm,
        dryRun,
        dryRunModifiers);
  }

  public DecryptRequest withKeyId(String keyId) {
    return new DecryptRequest(
        ciphertextBlob,
        encryptionContext,
        grantTokens,
        keyId,
        encryptionAlgorithm,
        dryRun,
        dryRunModifiers);
  }

  public DecryptRequest withEncryptionAlgorithm(String encryptionAlgorithm) {
    return new DecryptRequest(
        ciphertextBlob,
        encryptionContext,
        grantTokens,
        keyId,
        encryptionAlgorithm,
        dryRun,
        dryRunModifiers);
  }

  public DecryptRequest withDryRun(boolean dryRun) {
    return new DecryptRequest(
        ciphertextBlob,
        encryptionContext,
        grantTokens,
        keyId,
        encryptionAlgorithm,
        dryRun,
        dryRunModifiers);
  }

  public DecryptRequest withDryRunModifiers(List<String> dryRunModifiers) {
    return new DecryptRequest(
        ciphertextBlob,
        encryptionContext,
        grantTokens,
        keyId,
        encryptionAlgorithm,
        dryRun,
        dryRunModifiers);
  }
}
