// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;

/**
 * What an initialised {@link HoldfastSignature} does with its key, until it is initialised anew:
 * sign with a handle, or leave a software key to who can use it. For one thread at a time.
 */
interface SignatureUse {
  void update(byte[] in, int offset, int length) throws SignatureException;

  /** Takes all that remains in the buffer. */
  void update(ByteBuffer in) throws SignatureException;

  /** Signs what was given since the last signature or the start. */
  byte[] sign() throws SignatureException;

  boolean verify(byte[] signature) throws SignatureException;

  /**
   * @param spec not null
   */
  void setParameter(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException;
}
