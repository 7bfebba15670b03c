// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#listKeyPolicies} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param limit 1 to 1000; null for 100
 * @param marker the {@code nextMarker} of the page before; null for the first page
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record ListKeyPoliciesRequest(String keyId, Integer limit, String marker, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static ListKeyPoliciesRequest of(String keyId) {
    return new ListKeyPoliciesRequest(keyId, null, null, false);
  }

  public ListKeyPoliciesRequest withLimit(Integer limit) {
    return new ListKeyPoliciesRequest(keyId, limit, marker, dryRun);
  }

  public ListKeyPoliciesRequest withMarker(String marker) {
    return new ListKeyPoliciesRequest(keyId, limit, marker, dryRun);
  }

  public ListKeyPoliciesRequest withDryRun(boolean dryRun) {
    return new ListKeyPoliciesRequest(keyId, limit, marker, dryRun);
  }
}
