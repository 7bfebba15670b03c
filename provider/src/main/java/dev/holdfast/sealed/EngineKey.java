// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;

/**
 * An unsealed key inside an engine, for one caller at a time. Closing it wipes what the engine can
 * wipe; each engine's documentation says what it cannot.
 */
public interface EngineKey extends AutoCloseable {
  /** Signs a digest; ECDSA signatures are DER. */
  byte[] sign(SignScheme scheme, byte[] input) throws KeyOperationException;

  byte[] encrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException;

  byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException;

  byte[] mac(MacScheme scheme, byte[] in, int offset, int length) throws KeyOperationException;

  @Override
  void close();
}
