// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

/** What is asked of every failure: the documented type, what and where, and no PIN anywhere. */
final class Faults {
  /** Every PIN that a test uses and that must be seen nowhere. */
  static final List<String> PINS =
      List.of(Fixture.VAULT_PIN, TestToken.PIN, "a-wrong-pin-4242-xyz", "short-pin");

  static final String WRONG_PIN = "a-wrong-pin-4242-xyz";

  private Faults() {}

  /** Runs what must fail with exactly this type; the messages must say each of {@code words}. */
  static <T extends Throwable> T fails(Class<T> type, Executable action, String... words) {
    T failure = assertThrowsExactly(type, action);
    holdsNoPin(failure);
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    for (String word : words) {
      assertTrue(
          message.contains(word.toLowerCase(Locale.ROOT)),
          () -> "\"" + word + "\" is missing in: " + failure);
    }
    return failure;
  }

  static <T extends Throwable> T fails(
      Class<T> type, Reason reason, Executable action, String... words) {
    T failure = fails(type, action, words);
    assertEquals(Optional.of(reason), reason(failure), () -> trace(failure));
    return failure;
  }

  /** The reason of the first failure of ours in a chain of causes. */
  static Optional<Reason> reason(Throwable failure) {
    for (Throwable at = failure; at != null; at = at.getCause()) {
      if (at instanceof KeyOperationException ours) {
        return Optional.of(ours.reason());
      }
    }
    return Optional.empty();
  }

  static void holdsNoPin(Throwable failure) {
    StringBuilder all = new StringBuilder(trace(failure));
    gather(failure, all, new HashSet<>());
    holdsNoPin(all.toString());
  }

  static void holdsNoPin(String text) {
    for (String pin : PINS) {
      assertFalse(text.contains(pin), () -> "A PIN stands in: " + text);
    }
  }

  private static void gather(Throwable failure, StringBuilder all, Set<Throwable> seen) {
    if (failure == null || !seen.add(failure)) {
      return;
    }
    all.append(failure).append('\n').append(failure.getMessage()).append('\n');
    all.append(failure.getLocalizedMessage()).append('\n');
    gather(failure.getCause(), all, seen);
    for (Throwable suppressed : failure.getSuppressed()) {
      gather(suppressed, all, seen);
    }
  }

  static String trace(Throwable failure) {
    StringWriter text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
