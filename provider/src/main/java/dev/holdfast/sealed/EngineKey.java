// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import java.util.Optional;

/**
 * An unsealed key inside an engine, for one caller at a time. Closing it wipes what the engine can
 * wipe; each engine's documentation says what it cannot.
 *
 * <p>What a key cannot do is refused with WRONG_KEY; engines implement what theirs can.
 */
public interface EngineKey extends AutoCloseable {
  /**
   * Whether this key computes that way, or the material must be loaded anew for it. May be asked by
   * any thread.
   */
  boolean serves(Algorithm use);

  /**
   * Another engine key over the same key, for a caller beside this one; it costs no second import.
   * This alone may be called while the key is in use, and by any thread.
   *
   * @return empty once this key is closed
   */
  Optional<EngineKey> copy();

  /**
   * Signs a digest; ECDSA signatures are DER.
   *
   * @param input the digest, or what {@link SignScheme} says instead
   */
  default byte[] sign(SignScheme scheme, byte[] input) throws KeyOperationException {
    throw unsupported(scheme);
  }

  default byte[] encrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    throw unsupported(scheme);
  }

  default byte[] decrypt(CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    throw unsupported(scheme);
  }

  default byte[] mac(MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    throw unsupported(scheme);
  }

  /**
   * Gets a secret out of the key.
   *
   * @return the whole secret; the caller wipes it
   */
  default byte[] derive(DerivationScheme scheme) throws KeyOperationException {
    throw unsupported(scheme);
  }

  @Override
  void close();

  private static KeyOperationException unsupported(Algorithm use) {
    return new KeyOperationException(Reason.WRONG_KEY, use + " does not go with this key");
  }
}
