// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyType;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-CCM (SP 800-38C), which the JDK does not have. As Bouncy Castle does, it takes the parameters
 * of GCM, and its {@code AlgorithmParameters} are Bouncy Castle's.
 */
final class CcmMode extends AeadMode {
  CcmMode(String name) {
    super(name, KeyType.AES);
  }

  @Override
  public int blockSize() {
    return 16;
  }

  @Override
  public Class<? extends AlgorithmParameterSpec> parameterClass() {
    return GCMParameterSpec.class;
  }

  @Override
  Nonce nonce(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (!(spec instanceof GCMParameterSpec ccm)) {
      throw new InvalidAlgorithmParameterException(
          "AES/CCM takes a GCMParameterSpec, not " + spec.getClass().getName());
    }
    int tag = ccm.getTLen();
    if (tag < 32 || tag > 128 || tag % 16 != 0) {
      throw new InvalidAlgorithmParameterException(
          "A CCM tag has 32 to 128 bits in steps of 16, not " + tag);
    }
    int length = ccm.getIV().length;
    if (length < 7 || length > 13) {
      throw new InvalidAlgorithmParameterException("A CCM nonce has 7 to 13 bytes, not " + length);
    }
    return new Nonce(ccm.getIV(), tag);
  }

  @Override
  AlgorithmParameterSpec spec(Nonce chosen) {
    return new GCMParameterSpec(chosen.tagBits(), chosen.bytes());
  }

  @Override
  AlgorithmParameters emptyParameters() {
    return HoldfastParameters.bouncyCastle("CCM");
  }

  /** What the nonce leaves of 15 bytes counts the message's bytes. */
  @Override
  void requireLength(int length, Nonce chosen) throws IllegalBlockSizeException {
    int lengthBits = 8 * (15 - chosen.bytes().length);
    if (lengthBits < 31 && length >= 1 << lengthBits) {
      throw new IllegalBlockSizeException(
          "With a CCM nonce of "
              + chosen.bytes().length
              + " bytes a message has less than "
              + (1 << lengthBits)
              + " bytes");
    }
  }

  @Override
  CipherScheme scheme(Nonce chosen, byte[] authenticated) {
    return new CipherScheme.AesCcm(chosen.bytes().clone(), authenticated, chosen.tagBits());
  }
}
