// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyType;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** ChaCha20-Poly1305 (RFC 8439). */
final class ChaCha20Mode extends AeadMode {
  ChaCha20Mode(String name) {
    super(name, KeyType.CHACHA20);
  }

  /** None: it is a stream cipher. */
  @Override
  public int blockSize() {
    return 0;
  }

  @Override
  public Class<? extends AlgorithmParameterSpec> parameterClass() {
    return IvParameterSpec.class;
  }

  @Override
  Nonce nonce(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (!(spec instanceof IvParameterSpec iv)) {
      throw new InvalidAlgorithmParameterException(
          "ChaCha20-Poly1305 takes an IvParameterSpec, not " + spec.getClass().getName());
    }
    if (iv.getIV().length != NONCE_LENGTH) {
      throw new InvalidAlgorithmParameterException(
          "A ChaCha20-Poly1305 nonce has 12 bytes, not " + iv.getIV().length);
    }
    return new Nonce(iv.getIV(), 128);
  }

  @Override
  AlgorithmParameterSpec spec(Nonce chosen) {
    return new IvParameterSpec(chosen.bytes());
  }

  @Override
  AlgorithmParameters emptyParameters() throws GeneralSecurityException {
    return AlgorithmParameters.getInstance("ChaCha20-Poly1305");
  }

  @Override
  CipherScheme scheme(Nonce chosen, byte[] authenticated) {
    return new CipherScheme.ChaCha20Poly1305(chosen.bytes().clone(), authenticated);
  }

  @Override
  boolean remembersDecryption() {
    return true;
  }

  /** SunJCE names the key here, and not the parameters. */
  @Override
  InvalidKeyException reused() {
    return new InvalidKeyException(
        "Cannot reuse the nonce of the last initialisation with the same key");
  }
}
