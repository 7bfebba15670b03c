// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;

/** Signs or verifies with another provider's object, for a key that is not ours. */
record ElsewhereSignature(Signature other) implements SignatureUse {
  @Override
  public void update(byte[] in, int offset, int length) throws SignatureException {
    other.update(in, offset, length);
  }

  @Override
  public void update(ByteBuffer in) throws SignatureException {
    other.update(in);
  }

  @Override
  public byte[] sign() throws SignatureException {
    return other.sign();
  }

  @Override
  public boolean verify(byte[] signature) throws SignatureException {
    return other.verify(signature);
  }

  @Override
  public void setParameter(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    other.setParameter(spec);
  }
}
