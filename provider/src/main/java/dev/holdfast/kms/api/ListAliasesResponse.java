// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#listAliases} gives.
 *
 * @param nextMarker what to ask the next page with; null on the last
 * @param truncated whether there are more
 */
public record ListAliasesResponse(
    List<AliasListEntry> aliases, String nextMarker, boolean truncated) {
  public ListAliasesResponse {
    aliases = aliases == null ? List.of() : List.copyOf(aliases);
  }
}
