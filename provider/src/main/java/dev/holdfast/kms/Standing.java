// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.model.KeyState;
import dev.holdfast.model.KeyUsage;
import java.util.Set;

/**
 * How a key stood when its directory last looked: all the gate needs to decide without I/O.
 *
 * @param epoch the directory's count of changes at that look; another count means look again
 * @param material the id of the backing key behind the handle; empty for session keys
 */
@SuppressWarnings("ArrayRecordComponent") // replaced whole, never compared
record Standing(
    long epoch,
    KeyState state,
    Set<KeyUsage> usages,
    KeyBackend backend,
    KeyHandle handle,
    byte[] material) {
  /** The epoch of session keys, which no record can change. */
  static final long FOREVER = -1;

  static Standing ofSession(
      KeyState state, Set<KeyUsage> usages, KeyBackend backend, KeyHandle handle) {
    return new Standing(FOREVER, state, Set.copyOf(usages), backend, handle, new byte[0]);
  }
}
