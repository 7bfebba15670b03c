// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.time.Duration;
import java.time.Instant;

/** How old something is, as people say it. */
final class Age {
  private static final Unit[] UNITS = {
    new Unit("year", 365 * 24 * 3600L),
    new Unit("month", 30 * 24 * 3600L),
    new Unit("day", 24 * 3600L),
    new Unit("hour", 3600L),
    new Unit("minute", 60L)
  };

  private record Unit(String name, long seconds) {}

  private Age() {}

  /** The largest unit that fits, as in {@code 3 days}. */
  static String of(Instant created, Instant now) {
    long seconds = Duration.between(created, now).toSeconds();
    for (Unit unit : UNITS) {
      long count = seconds / unit.seconds();
      if (count > 0) {
        return count + " " + unit.name() + (count == 1 ? "" : "s");
      }
    }
    return "just now";
  }
}
