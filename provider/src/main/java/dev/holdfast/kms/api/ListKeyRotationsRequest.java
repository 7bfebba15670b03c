// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#listKeyRotations} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param includeKeyMaterial {@code ROTATIONS_ONLY} (also if null) or {@code ALL_KEY_MATERIAL},
 *     which lists the first material too
 * @param limit 1 to 1000; null for 100
 * @param marker the {@code nextMarker} of the page before; null for the first page
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record ListKeyRotationsRequest(
    String keyId, String includeKeyMaterial, Integer limit, String marker, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static ListKeyRotationsRequest of(String keyId) {
    return new ListKeyRotationsRequest(keyId, null, null, null, false);
  }

  public ListKeyRotationsRequest withIncludeKeyMaterial(String includeKeyMaterial) {
    return new ListKeyRotationsRequest(keyId, includeKeyMaterial, limit, marker, dryRun);
  }

  public ListKeyRotationsRequest withLimit(Integer limit) {
    return new ListKeyRotationsRequest(keyId, includeKeyMaterial, limit, marker, dryRun);
  }

  public ListKeyRotationsRequest withMarker(String marker) {
    return new ListKeyRotationsRequest(keyId, includeKeyMaterial, limit, marker, dryRun);
  }

  public ListKeyRotationsRequest withDryRun(boolean dryRun) {
    return new ListKeyRotationsRequest(keyId, includeKeyMaterial, limit, marker, dryRun);
  }
}
