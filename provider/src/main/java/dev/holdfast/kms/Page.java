// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.KmsException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * One page of a list that is ordered by a name of each entry. A marker is the last name of the page
 * before, so entries that come or go in between neither repeat nor hide others.
 *
 * @param nextMarker what to ask the next page with; null on the last
 */
record Page<T>(List<T> entries, String nextMarker) {
  /** The name by which a list is ordered. */
  @FunctionalInterface
  interface Naming<T> {
    String of(T entry);
  }

  boolean isTruncated() {
    return nextMarker != null;
  }

  /**
   * @param all every entry, in the order of their names
   */
  static <T> Page<T> of(List<T> all, Naming<T> naming, int limit, String marker) {
    String after = marker == null ? null : decoded(marker);
    List<T> rest =
        after == null
            ? all
            : all.stream().filter(entry -> naming.of(entry).compareTo(after) > 0).toList();
    if (rest.size() <= limit) {
      return new Page<>(rest, null);
    }
    List<T> page = rest.subList(0, limit);
    return new Page<>(page, encoded(naming.of(page.get(limit - 1))));
  }

  private static String encoded(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(("1" + name).getBytes(StandardCharsets.UTF_8));
  }

  private static String decoded(String marker) {
    try {
      String name = new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
      if (name.startsWith("1") && encoded(name.substring(1)).equals(marker)) {
        return name.substring(1);
      }
    } catch (IllegalArgumentException e) {
      throw new KmsException(KmsError.INVALID_MARKER, "Invalid marker", e);
    }
    throw new KmsException(KmsError.INVALID_MARKER, "Invalid marker");
  }
}
