// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;
import java.util.Map;

/**
 * What {@link KeyService#generateDataKeyPair} takes.
 *
 * @param encryptionContext pairs that the ciphertext is bound to; no secrets. Empty is the same as
 *     none
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param keyPairSpec an RSA, ECC or ML-KEM key spec
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 * @param revealPlaintext whether the private key's bytes are wanted, and not a handle
 */
public record GenerateDataKeyPairRequest(
    Map<String, String> encryptionContext,
    String keyId,
    String keyPairSpec,
    List<String> grantTokens,
    boolean dryRun,
    boolean revealPlaintext) {
  public GenerateDataKeyPairRequest {
    encryptionContext = encryptionContext == null ? Map.of() : Map.copyOf(encryptionContext);
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static GenerateDataKeyPairRequest of(String keyId, String keyPairSpec) {
    return new GenerateDataKeyPairRequest(Map.of(), keyId, keyPairSpec, List.of(), false, false);
  }

  public GenerateDataKeyPairRequest withEncryptionContext(Map<String, String> encryptionContext) {
    return new GenerateDataKeyPairRequest(
        encryptionContext, keyId, keyPairSpec, grantTokens, dryRun, revealPlaintext);
  }

  public GenerateDataKeyPairRequest withGrantTokens(List<String> grantTokens) {
    return new GenerateDataKeyPairRequest(
        encryptionContext, keyId, keyPairSpec, grantTokens, dryRun, revealPlaintext);
  }

  public GenerateDataKeyPairRequest withDryRun(boolean dryRun) {
    return new GenerateDataKeyPairRequest(
        encryptionContext, keyId, keyPairSpec, grantTokens, dryRun, revealPlaintext);
  }

  public GenerateDataKeyPairRequest withRevealPlaintext(boolean revealPlaintext) {
    return new GenerateDataKeyPairRequest(
        encryptionContext, keyId, keyPairSpec, grantTokens, dryRun, revealPlaintext);
  }
}
