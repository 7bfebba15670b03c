// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import java.util.Set;

/** A backend whose keys give secrets: agreed with somebody, decapsulated, or derived. */
public interface Derives {
  /**
   * The secret itself, for callers whose protocol wants its bytes. A deliberate exception to the
   * rule that nothing leaves: the secret is not the key.
   *
   * @return the whole secret; the caller wipes it
   * @throws KeyOperationException with reason BAD_INPUT if the scheme's parameters give no secret
   */
  byte[] derive(KeyHandle key, DerivationScheme scheme) throws KeyOperationException;

  /**
   * The secret, or a part of it, as a session key of this backend.
   *
   * @param offset where in the secret the new key begins, in bytes; its spec says where it ends
   */
  KeyHandle deriveKey(
      KeyHandle key, DerivationScheme scheme, int offset, KeySpec spec, Set<KeyUsage> usages)
      throws KeyOperationException;
}
