// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#listKeyPolicies} gives.
 *
 * @param nextMarker what to ask the next page with; null on the last
 * @param truncated whether there are more
 */
public record ListKeyPoliciesResponse(
    List<String> policyNames, String nextMarker, boolean truncated) {
  public ListKeyPoliciesResponse {
    policyNames = policyNames == null ? List.of() : List.copyOf(policyNames);
  }
}
