// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/**
 * The targets that are known to be missed, each with the value that it does reach and the reason
 * that was found: {@code TARGET[@JDK] = VALUE REASON} in {@code misses.properties}. They stand in
 * the table as missed; a build fails if they fall further.
 */
final class Misses {
  private static final Properties KNOWN = load();

  private Misses() {}

  private static Properties load() {
    Properties properties = new Properties();
    try (Reader in =
        new InputStreamReader(
            Misses.class.getResourceAsStream("/misses.properties"), StandardCharsets.UTF_8)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading misses.properties", e);
    }
    return properties;
  }

  private static Optional<String> of(Target target, int jdk) {
    return Optional.ofNullable(
        KNOWN.getProperty(target.id() + "@" + jdk, KNOWN.getProperty(target.id())));
  }

  /** Why a target is missed. */
  static Optional<String> reason(Target target, int jdk) {
    return of(target, jdk).map(text -> text.substring(text.indexOf(' ') + 1));
  }

  /**
   * Whether a ratio is so low that no noise explains it: the whole interval more than a tenth below
   * its target or, where that is known to be missed, below what was reached.
   */
  static boolean isFarBelow(Target target, int jdk, Interval measured) {
    return of(target, jdk)
        .map(text -> Double.parseDouble(text.substring(0, text.indexOf(' '))))
        .map(reached -> Target.isFarBelow(reached, measured))
        .orElseGet(() -> target.isFarBelow(jdk, measured));
  }
}
