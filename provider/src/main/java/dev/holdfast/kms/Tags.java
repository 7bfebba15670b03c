// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.KmsError;
import dev.holdfast.kms.api.Tag;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The rules of tags. */
final class Tags {
  private static final int MOST = 50;

  private Tags() {}

  /** The tags a key has after some are set. */
  static SortedMap<String, String> checked(List<Tag> tags, Map<String, String> before) {
    SortedMap<String, String> all = new TreeMap<>(before);
    Set<String> seen = new HashSet<>();
    int number = 0;
    for (Tag tag : tags) {
      number++;
      String where = "tags." + number + ".member.";
      Checks.text(tag.tagKey(), where + "tagKey", 1, 128);
      Checks.text(tag.tagValue(), where + "tagValue", 0, 256);
      refuseReserved(tag.tagKey());
      if (!seen.add(tag.tagKey())) {
        throw Refusals.of(KmsError.TAG, "Duplicate tag keys");
      }
      all.put(tag.tagKey(), tag.tagValue());
    }
    if (all.size() > MOST) {
      throw Refusals.of(KmsError.TAG, "Too many tags");
    }
    return all;
  }

  static void refuseReserved(String key) {
    if (key.regionMatches(true, 0, "aws:", 0, 4)) {
      throw Refusals.of(KmsError.TAG, "Tags beginning with aws: are reserved");
    }
  }
}
