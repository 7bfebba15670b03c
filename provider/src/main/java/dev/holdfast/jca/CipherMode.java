// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;

/**
 * What {@link HoldfastCipher} leaves to one transformation: its parameters, sizes and rules. Serves
 * one cipher object and so one thread at a time.
 */
interface CipherMode {
  int blockSize();

  /** The class of its parameters, as {@link AlgorithmParameters#getParameterSpec} takes it. */
  Class<? extends AlgorithmParameterSpec> parameterClass();

  /**
   * Starts with a key of ours; after a failure there is no key.
   *
   * @param spec the caller's parameters; null for none
   * @param random may be null
   */
  void init(OpaqueKey handle, boolean encrypting, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException;

  /** A copy of the IV in use, or null. */
  byte[] iv();

  /** The parameters in use, or null. */
  AlgorithmParameters parameters();

  /** How long the result of {@link #finish} can be when so many more bytes went in. */
  int outputSize(int more);

  /** How much room {@link #finish} wants before it computes; no more than {@link #outputSize}. */
  default int leastRoom(int more) {
    return outputSize(more);
  }

  /** How long the result of {@link #update} with so many more bytes is. */
  int updateSize(int more);

  /**
   * Refuses more input where a rule of the mode wants another {@code init} first.
   *
   * @throws IllegalStateException saying what to do
   */
  void requireReady();

  /** Takes additional authenticated data, where there is such a thing. */
  default void updateAad(byte[] in, int offset, int length) {
    throw new UnsupportedOperationException(
        "This transformation takes no additional authenticated data");
  }

  /** Takes a part of the message and gives out what can be given out of it already. */
  byte[] update(byte[] in, int offset, int length) throws KeyOperationException;

  /**
   * Computes the rest of the message. Changes nothing: until {@link #reset} it can be asked again.
   */
  byte[] finish(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, BadPaddingException;

  /** Makes ready for the next message, after success and after failure. */
  void reset();

  /**
   * How a whole message is decrypted, where one call with one scheme does that: what a backend can
   * unwrap a key with inside itself.
   */
  default Optional<CipherScheme> unwrapping() {
    return Optional.empty();
  }
}
