// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#getPublicKey} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param grantTokens tokens of grants just made; grants come with a later version
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record GetPublicKeyRequest(String keyId, List<String> grantTokens, boolean dryRun) {
  public GetPublicKeyRequest {
    grantTokens = grantTokens == null ? List.of() : List.copyOf(grantTokens);
  }

  /** The request with what it cannot do without, everything else left out. */
  public static GetPublicKeyRequest of(String keyId) {
    return new GetPublicKeyRequest(keyId, List.of(), false);
  }

  public GetPublicKeyRequest withGrantTokens(List<String> grantTokens) {
    return new GetPublicKeyRequest(keyId, grantTokens, dryRun);
  }

  public GetPublicKeyRequest withDryRun(boolean dryRun) {
    return new GetPublicKeyRequest(keyId, grantTokens, dryRun);
  }
}
