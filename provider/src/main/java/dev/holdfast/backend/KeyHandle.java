// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.KeySpec;
import java.security.PublicKey;
import java.util.Optional;

/**
 * One backing key in one backend, without its material. Opaque: only the backend that made it knows
 * what is behind it. Safe for use by several threads.
 */
public interface KeyHandle {
  KeySpec spec();

  /** The public half of a key pair; empty for secret keys, and where a token has lost it. */
  Optional<PublicKey> publicKey();
}
