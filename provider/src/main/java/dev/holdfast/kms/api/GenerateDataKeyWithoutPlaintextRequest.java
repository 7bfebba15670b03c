// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;
import java.util.Map;

/**
 * What {@link KeyService#generateDataKeyWithoutPlaintext} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param encryptionContext pairs that the ciphertext is bound to; no secrets. Empty is the same as
 *     none
 * @param keySpec {@code AES_128} or {@code AES_256}; either this or {@code numberOfBytes}
 * @param numberOfBytes 1 to 1024
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record GenerateDataKeyWithoutPlaintextRequest(
    String keyId,
    Map<String, String> encryptionContext,
    String keySpec,
    Integer numberOfBytes,
    List<String> grantTokens,
    boolean dryRun) {
  public GenerateDataKeyWithoutPlaintextRequest {
    encryptionContext = encryptionContext == null ? Map.of() : Map.copyOf(encryptionContext);
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static GenerateDataKeyWithoutPlaintextRequest of(String keyId) {
    return new GenerateDataKeyWithoutPlaintextRequest(
        keyId, Map.of(), null, null, List.of(), false);
  }

  public GenerateDataKeyWithoutPlaintextRequest withEncryptionContext(
      Map<String, String> encryptionContext) {
    return new GenerateDataKeyWithoutPlaintextRequest(
        keyId, encryptionContext, keySpec, numberOfBytes, grantTokens, dryRun);
  }

  public GenerateDataKeyWithoutPlaintextRequest withKeySpec(String keySpec) {
    return new GenerateDataKeyWithoutPlaintextRequest(
        keyId, encryptionContext, keySpec, numberOfBytes, grantTokens, dryRun);
  }

  public GenerateDataKeyWithoutPlaintextRequest withNumberOfBytes(Integer numberOfBytes) {
    return new GenerateDataKeyWithoutPlaintextRequest(
        keyId, encryptionContext, keySpec, numberOfBytes, grantTokens, dryRun);
  }

  public GenerateDataKeyWithoutPlaintextRequest withGrantTokens(List<String> grantTokens) {
    return new GenerateDataKeyWithoutPlaintextRequest(
        keyId, encryptionContext, keySpec, numberOfBytes, grantTokens, dryRun);
  }

  public GenerateDataKeyWithoutPlaintextRequest withDryRun(boolean dryRun) {
    return new GenerateDataKeyWithoutPlaintextRequest(
        keyId, encryptionContext, keySpec, numberOfBytes, grantTokens, dryRun);
  }
}
