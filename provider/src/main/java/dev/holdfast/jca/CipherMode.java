// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.KeyOperationException;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
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

  /** How long a result can be when so many bytes went in. */
  int outputSize(int inputLength);

  /**
   * Refuses more input where a rule of the mode wants another {@code init} first.
   *
   * @throws IllegalStateException saying what to do
   */
  void requireReady();

  void updateAad(byte[] in, int offset, int length);

  /** Computes; called once for each message, whole. */
  byte[] finish(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, BadPaddingException;

  /** Makes ready for the next message, after success and after failure. */
  void reset();
}
