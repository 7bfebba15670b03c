// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;
import java.util.Map;

/**
 * What {@link KeyService#generateDataKeyPairWithoutPlaintext} takes.
 *
 * @param encryptionContext pairs that the ciphertext is bound to; no secrets. Empty is the same as
 *     none
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param keyPairSpec an RSA, ECC or ML-KEM key spec
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record GenerateDataKeyPairWithoutPlaintextRequest(
    Map<String, String> encryptionContext,
    String keyId,
    String keyPairSpec,
    List<String> grantTokens,
    boolean dryRun) {
  public GenerateDataKeyPairWithoutPlaintextRequest {
    encryptionContext = encryptionContext == null ? Map.of() : Map.copyOf(encryptionContext);
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static GenerateDataKeyPairWithoutPlaintextRequest of(String keyId, String keyPairSpec) {
    return new GenerateDataKeyPairWithoutPlaintextRequest(
        Map.of(), keyId, keyPairSpec, List.of(), false);
  }

  public GenerateDataKeyPairWithoutPlaintextRequest withEncryptionContext(
      Map<String, String> encryptionContext) {
    return new GenerateDataKeyPairWithoutPlaintextRequest(
        encryptionContext, keyId, keyPairSpec, grantTokens, dryRun);
  }

  public GenerateDataKeyPairWithoutPlaintextRequest withGrantTokens(List<String> grantTokens) {
    return new GenerateDataKeyPairWithoutPlaintextRequest(
        encryptionContext, keyId, keyPairSpec, grantTokens, dryRun);
  }

  public GenerateDataKeyPairWithoutPlaintextRequest withDryRun(boolean dryRun) {
    return new GenerateDataKeyPairWithoutPlaintextRequest(
        encryptionContext, keyId, keyPairSpec, grantTokens, dryRun);
  }
}
