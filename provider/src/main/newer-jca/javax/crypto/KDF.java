// SPDX-License-Identifier: Apache-2.0
package javax.crypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.spec.AlgorithmParameterSpec;

/** The signatures of JDK 25, to compile against on an older JDK. Not packaged. */
public abstract class KDF {
  private KDF() {}

  public static KDF getInstance(String algorithm, Provider provider)
      throws NoSuchAlgorithmException {
    throw new UnsupportedOperationException();
  }

  public abstract SecretKey deriveKey(String algorithm, AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException, NoSuchAlgorithmException;

  public abstract byte[] deriveData(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException, NoSuchAlgorithmException;
}
