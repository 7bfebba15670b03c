// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import java.security.PublicKey;
import java.util.Optional;

/**
 * What computes inside the sealed backend. Material comes as an address in locked memory, so that a
 * native engine can serve without a Java array; private keys are PKCS#8 DER, secret keys raw.
 *
 * <p>Safe for use by several threads.
 */
public interface Engine {
  /** The engine's name in the configuration. */
  String name();

  /** Who computes what, in a line for people. */
  String describe();

  boolean supports(Algorithm algorithm);

  /**
   * A new key.
   *
   * @param material the caller closes it
   */
  record Generated(SecretMemory material, Optional<PublicKey> publicKey) {}

  Generated generate(KeySpec spec) throws KeyOperationException;

  /**
   * Makes material ready for use. The material stays the caller's and may be closed before the
   * result is.
   *
   * @param use what the key is wanted for; the spec itself asks for nothing but the proof that the
   *     material is such a key. What else the result can do, {@link EngineKey#serves} says.
   * @throws KeyOperationException if the material is no key of that spec
   */
  EngineKey load(KeySpec spec, SecretMemory material, Algorithm use) throws KeyOperationException;
}
