// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#listKeyRotations} gives.
 *
 * @param nextMarker what to ask the next page with; null on the last
 * @param truncated whether there are more
 */
public record ListKeyRotationsResponse(
    List<RotationsListEntry> rotations, String nextMarker, boolean truncated) {
  public ListKeyRotationsResponse {
    rotations = rotations == null ? List.of() : List.copyOf(rotations);
  }
}
