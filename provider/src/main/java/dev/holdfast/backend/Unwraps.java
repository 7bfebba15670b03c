// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import java.util.Optional;

/** A backend that can unwrap secret keys where they will stay, so that nobody else sees them. */
public interface Unwraps {
  /**
   * Unwraps a secret key as a session key with all usages of its type.
   *
   * @param key the key that unwraps
   * @param kind what the wrapped key is for, in whatever size
   * @return empty where this is not possible with such keys, or did not succeed: then the wrapped
   *     bytes are decrypted and taken in, and that says what is wrong with them
   * @throws KeyOperationException if the backend cannot be reached
   */
  Optional<KeyHandle> unwrapSession(
      KeyHandle key, CipherScheme scheme, byte[] wrapped, KeySpec kind)
      throws KeyOperationException;
}
