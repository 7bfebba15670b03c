// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import java.security.PublicKey;
import java.util.Optional;
import java.util.Set;

/** A backend that takes in keys made elsewhere. */
public interface Imports {
  /**
   * Takes a key in as a session key; {@link KeyBackend#keep} makes it stay.
   *
   * @param material a private key as PKCS#8 DER, a secret key raw. The caller wipes it.
   * @param publicKey the public half, for private keys
   */
  KeyHandle importSession(
      KeySpec spec, Set<KeyUsage> usages, byte[] material, Optional<PublicKey> publicKey)
      throws KeyOperationException;
}
