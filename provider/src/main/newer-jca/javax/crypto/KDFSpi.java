// SPDX-License-Identifier: Apache-2.0
package javax.crypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;

/** The signatures of JDK 25, to compile against on an older JDK. Not packaged. */
public abstract class KDFSpi {
  protected KDFSpi(KDFParameters parameters) throws InvalidAlgorithmParameterException {}

  protected abstract KDFParameters engineGetParameters();

  protected abstract SecretKey engineDeriveKey(String algorithm, AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException, NoSuchAlgorithmException;

  protected abstract byte[] engineDeriveData(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException;
}
