// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A key that stays unsealed for a while, as engine keys that are lent to one caller each. Callers
 * meet on no lock: each looks first in the place that its thread's number falls on.
 *
 * <p>Ending a lease closes the engine keys that lie ready at once, and those that are lent when
 * they come back; nothing that is being computed with is wiped under the computation.
 */
final class KeyLease {
  /** References on one cache line, so that neighbouring places do not share one. */
  private static final int LINE = 16;

  private static final int PLACES =
      Integer.highestOneBit(
          Math.max(2, Math.min(32, 2 * Runtime.getRuntime().availableProcessors())));

  private final KeyId id;
  private final EngineKey original;
  private final AtomicReferenceArray<EngineKey> ready = new AtomicReferenceArray<>(PLACES * LINE);
  private volatile boolean ended;

  /** Set by users and cleared by the sweeper; read before it is written, since most find it set. */
  private volatile boolean used = true;

  private int roundsUnused;

  /**
   * @param original what others are copied from; closed with the lease
   */
  KeyLease(KeyId id, EngineKey original) {
    this.id = id;
    this.original = original;
  }

  KeyId id() {
    return id;
  }

  /** Whether the lease can be taken from for a use. */
  boolean serves(Algorithm use) {
    return !ended && original.serves(use);
  }

  boolean isEnded() {
    return ended;
  }

  /** An engine key for one caller; null if the lease has ended. */
  EngineKey take() throws KeyOperationException {
    if (!used) {
      used = true;
    }
    int start = place();
    for (int i = 0; i < PLACES; i++) {
      int place = ((start + i) & (PLACES - 1)) * LINE;
      if (ready.get(place) != null) {
        EngineKey key = ready.getAndSet(place, null);
        if (key != null) {
          return key;
        }
      }
    }
    return original.copy().orElse(null);
  }

  void giveBack(EngineKey key) {
    int start = place();
    for (int i = 0; i < PLACES && !ended; i++) {
      int place = ((start + i) & (PLACES - 1)) * LINE;
      if (ready.get(place) == null && ready.compareAndSet(place, null, key)) {
        if (ended && ready.compareAndSet(place, key, null)) {
          break;
        }
        return;
      }
    }
    key.close();
  }

  void end() {
    ended = true;
    for (int i = 0; i < PLACES; i++) {
      EngineKey key = ready.getAndSet(i * LINE, null);
      if (key != null) {
        key.close();
      }
    }
    original.close();
  }

  /** One round of the sweeper, which alone calls this. */
  boolean isUnusedFor(int rounds) {
    roundsUnused = used ? 0 : roundsUnused + 1;
    used = false;
    return roundsUnused >= rounds;
  }

  private static int place() {
    // Fibonacci hashing: neighbouring thread ids must not fall on neighbouring places only.
    return (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> 32) & (PLACES - 1);
  }
}
