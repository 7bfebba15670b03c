// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/**
 * The same random calls on two implementations: results are equal, and errors of one class. The
 * seed is printed, and {@code -Dholdfast.seed} runs the same calls again.
 */
final class Differential {
  private static final long SEED = Long.getLong("holdfast.seed", System.nanoTime());

  private final String what;
  private final Random random;
  private final Map<String, Integer> operations = new TreeMap<>();
  private final StringBuilder calls = new StringBuilder();

  /** A call on one of the two. */
  @FunctionalInterface
  interface Call<T> {
    Object on(T subject) throws Exception;
  }

  Differential(String what) {
    this.what = what;
    this.random = new Random(SEED ^ what.hashCode());
  }

  /** How many calls are made in all: many, or very many in the full form. */
  static int operations() {
    return Boolean.getBoolean("holdfast.full") ? 100_000 : 10_000;
  }

  Random random() {
    return random;
  }

  byte[] bytes(int most) {
    byte[] bytes = new byte[random.nextInt(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Begins with two new subjects. */
  void begin(String subject) {
    calls.setLength(0);
    calls.append(subject);
  }

  /**
   * Makes a call on both.
   *
   * @param known whether a difference between these outcomes, ours first, is one that is documented
   * @return the outcome of both, or null after an error or a known difference: then the subjects
   *     may be in different states
   */
  <T> String call(String name, T ours, T theirs, Call<T> call, BiPredicate<String, String> known) {
    calls.append(' ').append(name);
    operations.merge(calls.substring(0, calls.indexOf(" ")), 1, Integer::sum);
    String our = outcome(ours, call);
    String their = outcome(theirs, call);
    if (!our.equals(their) && known.test(our, their)) {
      return null;
    }
    assertEquals(their, our, () -> "seed " + SEED + ", " + what + ": " + calls);
    return isError(our) ? null : our;
  }

  private static <T> String outcome(T subject, Call<T> call) {
    try {
      Object result = call.on(subject);
      if (result instanceof byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
      }
      return result == null ? "" : result.toString();
    } catch (Exception e) {
      return e.getClass().getName();
    }
  }

  static boolean isError(String outcome) {
    return outcome.endsWith("Exception");
  }

  int done() {
    return operations.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The seed, and how many calls were made on what. */
  String text() {
    return what + ", seed " + SEED + ": " + done() + " calls " + operations + "\n";
  }
}
