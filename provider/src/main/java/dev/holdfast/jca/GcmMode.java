// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyType;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.spec.GCMParameterSpec;

/** AES-GCM (SP 800-38D). */
final class GcmMode extends AeadMode {
  GcmMode(String name) {
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
    if (!(spec instanceof GCMParameterSpec gcm)) {
      throw new InvalidAlgorithmParameterException(
          "AES/GCM takes a GCMParameterSpec, not " + spec.getClass().getName());
    }
    int tag = gcm.getTLen();
    if (tag < 96 || tag > 128 || tag % 8 != 0) {
      throw new InvalidAlgorithmParameterException(
          "A GCM tag has 96, 104, 112, 120 or 128 bits, not " + tag);
    }
    // A copy already: the specification gives out no other.
    byte[] iv = gcm.getIV();
    if (iv.length == 0) {
      throw new InvalidAlgorithmParameterException("A GCM IV has at least one byte");
    }
    return new Nonce(iv, tag);
  }

  @Override
  AlgorithmParameterSpec spec(Nonce chosen) {
    return new GCMParameterSpec(chosen.tagBits(), chosen.bytes());
  }

  @Override
  AlgorithmParameters emptyParameters() throws GeneralSecurityException {
    return AlgorithmParameters.getInstance("GCM");
  }

  @Override
  CipherScheme scheme(Nonce chosen, byte[] authenticated) {
    return new CipherScheme.AesGcm(chosen.bytes(), authenticated, chosen.tagBits());
  }
}
