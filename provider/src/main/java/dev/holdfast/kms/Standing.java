// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.model.KeyState;
import dev.holdfast.model.KeyUsage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a key stood when its directory last looked: all the gate needs to decide without I/O.
 *
 * @param epoch the directory's count of changes at that look; another count means look again
 * @param backings its backing keys, the last the current one
 * @param dueAt the time in milliseconds since the epoch from which something is to be done about
 *     the key before it is used: a rotation, or its deletion
 */
record Standing(
    long epoch,
    KeyState state,
    Set<KeyUsage> usages,
    KeyBackend backend,
    List<Backing> backings,
    long dueAt) {
  /** The epoch of session keys, which no record can change. */
  static final long FOREVER = -1;

  static final long NEVER_DUE = Long.MAX_VALUE;

  /**
   * One backing key, ready for use.
   *
   * @param material the 16 bytes that name it; empty for session keys
   */
  @SuppressWarnings("ArrayRecordComponent") // a name, compared by hand
  record Backing(byte[] material, KeyHandle handle) {}

  static Standing ofSession(
      KeyState state, Set<KeyUsage> usages, KeyBackend backend, KeyHandle handle) {
    return new Standing(
        FOREVER,
        state,
        Set.copyOf(usages),
        backend,
        List.of(new Backing(new byte[0], handle)),
        NEVER_DUE);
  }

  Backing current() {
    return backings.get(backings.size() - 1);
  }

  /** The handle of the current backing key. */
  KeyHandle handle() {
    return current().handle();
  }

  /** The backing key with a name. */
  Optional<Backing> backing(byte[] material) {
    // From the newest, which most ciphertexts are of.
    for (int at = backings.size() - 1; at >= 0; at--) {
      if (Arrays.equals(backings.get(at).material(), material)) {
        return Optional.of(backings.get(at));
      }
    }
    return Optional.empty();
  }

  Standing due(long when) {
    return new Standing(epoch, state, usages, backend, backings, when);
  }
}
