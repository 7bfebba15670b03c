// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.keys.PssKeys;
import dev.holdfast.kms.ManagedKey;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.interfaces.RSAKey;
import java.security.spec.AlgorithmParameterSpec;

/**
 * An RSA private key. JSSE reads the modulus to see which signatures the key is long enough for.
 */
final class OpaqueRsaKey extends OpaqueKey implements PrivateKey, RSAKey, TellsParameters {
  private static final long serialVersionUID = 1L;

  private final transient BigInteger modulus;

  OpaqueRsaKey(ManagedKey managed, String algorithm, BigInteger modulus) {
    super(managed, algorithm);
    this.modulus = modulus;
  }

  @Override
  public BigInteger getModulus() {
    return modulus;
  }

  /**
   * What the key is bound to; null if it is not. Declared here because since JDK 22 two interfaces
   * have a default for it.
   */
  @Override
  public AlgorithmParameterSpec getParams() {
    return spec().pss().map(PssKeys::javaSpec).orElse(null);
  }
}
