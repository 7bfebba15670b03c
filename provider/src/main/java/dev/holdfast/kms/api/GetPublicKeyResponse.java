// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#getPublicKey} gives.
 *
 * @param keyId the ARN of the key
 * @param publicKey SubjectPublicKeyInfo DER
 */
public record GetPublicKeyResponse(
    String keyId,
    Blob publicKey,
    String customerMasterKeySpec,
    String keySpec,
    String keyUsage,
    List<String> encryptionAlgorithms,
    List<String> signingAlgorithms,
    List<String> keyAgreementAlgorithms,
    List<String> encapsulationAlgorithms) {
  public GetPublicKeyResponse {
    encryptionAlgorithms =
        encryptionAlgorithms == null ? List.of() : List.copyOf(encryptionAlgorithms);
    signingAlgorithms = signingAlgorithms == null ? List.of() : List.copyOf(signingAlgorithms);
    keyAgreementAlgorithms =
        keyAgreementAlgorithms == null ? List.of() : List.copyOf(keyAgreementAlgorithms);
    encapsulationAlgorithms =
        encapsulationAlgorithms == null ? List.of() : List.copyOf(encapsulationAlgorithms);
  }
}
