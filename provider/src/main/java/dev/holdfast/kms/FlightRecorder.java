// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.policy.Operation;
import java.util.Optional;

/**
 * Tells Java Flight Recorder of uses of keys, in a JVM that has it: one started for a module that
 * does not ask for jdk.jfr, as keytool is, runs without.
 */
final class FlightRecorder {
  private static final boolean PRESENT = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  private static final Span NOTHING = (key, operation, algorithm, failure) -> {};

  private FlightRecorder() {}

  /** One use of a key, from when it began. */
  @FunctionalInterface
  interface Span {
    void end(
        ManagedKey key,
        Operation operation,
        Algorithm algorithm,
        Optional<KeyOperationException> failure);
  }

  static Span begin() {
    return PRESENT ? Events.begin() : NOTHING;
  }

  /** Apart, so that a JVM without jdk.jfr never loads it. */
  private static final class Events {
    static Span begin() {
      KeyOperationEvent event = new KeyOperationEvent();
      if (!event.isEnabled()) {
        return NOTHING;
      }
      event.begin();
      return (key, operation, algorithm, failure) -> {
        event.end();
        if (event.shouldCommit()) {
          Standing standing = key.standing;
          event.operation = operation.kmsName();
          event.keyId = key.id().value();
          event.algorithm = algorithm.toString();
          event.backend = standing == null ? null : standing.backend().name();
          event.outcome = failure.map(f -> f.reason().name()).orElse("ok");
          event.commit();
        }
      };
    }
  }
}
