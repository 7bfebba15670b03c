// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyOperationException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a key's record holds beyond what finding its material takes.
 *
 * @param service the service that a managed key belongs to; empty for customers' keys
 * @param policy the policy document as it was set; empty for the default
 * @param tags by their keys
 * @param rotation how the key rotates
 * @param window the days of a pending deletion; 0 while none is
 */
record KeyDetails(
    String service, String policy, SortedMap<String, String> tags, Rotation rotation, int window) {
  /** Of a key that nothing was said about. */
  static final KeyDetails NONE =
      new KeyDetails("", "", Collections.emptySortedMap(), Rotation.OFF, 0);

  private static final int FORM = 1;

  KeyDetails {
    tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
  }

  /**
   * How a key rotates.
   *
   * @param automatic whether it does by itself
   * @param periodDays how often, in days
   * @param next when next; the epoch where it does not
   * @param onDemand how often it was rotated on demand
   */
  record Rotation(boolean automatic, int periodDays, Instant next, int onDemand) {
    static final Rotation OFF = new Rotation(false, 0, Instant.EPOCH, 0);

    Rotation on(int days, Instant from) {
      return new Rotation(true, days, from.plus(java.time.Duration.ofDays(days)), onDemand);
    }

    Rotation off() {
      return new Rotation(false, 0, Instant.EPOCH, onDemand);
    }

    Rotation onceMoreOnDemand() {
      return new Rotation(automatic, periodDays, next, onDemand + 1);
    }
  }

  boolean isManaged() {
    return !service.isEmpty();
  }

  KeyDetails withPolicy(String document) {
    return new KeyDetails(service, document, tags, rotation, window);
  }

  KeyDetails withTags(Map<String, String> all) {
    return new KeyDetails(service, policy, new TreeMap<>(all), rotation, window);
  }

  KeyDetails withRotation(Rotation other) {
    return new KeyDetails(service, policy, tags, other, window);
  }

  KeyDetails withWindow(int days) {
    return new KeyDetails(service, policy, tags, rotation, days);
  }

  Der.Writer encode() {
    List<String> flat = new ArrayList<>();
    tags.forEach(
        (key, value) -> {
          flat.add(key);
          flat.add(value);
        });
    return new Der.Writer(FORM)
        .text(service)
        .text(policy)
        .texts(flat)
        .flag(rotation.automatic())
        .number(rotation.periodDays())
        .time(rotation.next())
        .number(rotation.onDemand())
        .number(window);
  }

  static KeyDetails decode(List<Der.Reader> found) throws KeyOperationException {
    if (found.isEmpty()) {
      return NONE;
    }
    Der.Reader in = found.get(0);
    String service = in.text();
    String policy = in.text();
    SortedMap<String, String> tags = new TreeMap<>();
    List<String> flat = in.texts();
    for (int at = 0; at + 1 < flat.size(); at += 2) {
      tags.put(flat.get(at), flat.get(at + 1));
    }
    Rotation rotation = new Rotation(in.flag(), (int) in.number(), in.time(), (int) in.number());
    return new KeyDetails(service, policy, tags, rotation, (int) in.number());
  }

  /** The form that {@link #decode} reads. */
  static int form() {
    return FORM;
  }
}
