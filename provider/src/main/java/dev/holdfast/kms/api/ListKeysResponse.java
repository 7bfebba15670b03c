// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#listKeys} gives.
 *
 * @param nextMarker what to ask the next page with; null on the last
 * @param truncated whether there are more
 */
public record ListKeysResponse(List<KeyListEntry> keys, String nextMarker, boolean truncated) {
  public ListKeysResponse {
    keys = keys == null ? List.of() : List.copyOf(keys);
  }
}
