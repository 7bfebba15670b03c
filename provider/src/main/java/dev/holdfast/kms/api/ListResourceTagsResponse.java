// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#listResourceTags} gives.
 *
 * @param tags at most 50; keys of 1 to 128 characters, values of up to 256
 * @param nextMarker what to ask the next page with; null on the last
 * @param truncated whether there are more
 */
public record ListResourceTagsResponse(List<Tag> tags, String nextMarker, boolean truncated) {
  public ListResourceTagsResponse {
    tags = tags == null ? List.of() : List.copyOf(tags);
  }
}
