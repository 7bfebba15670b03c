// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Optional;

/**
 * An X25519 or X448 private key, which tells its curve; SunEC leaves one without a number to us.
 */
final class OpaqueXecKey extends OpaqueKey implements XECPrivateKey, TellsParameters {
  private static final long serialVersionUID = 1L;

  OpaqueXecKey(ManagedKey managed, String algorithm) {
    super(managed, algorithm);
  }

  @Override
  public AlgorithmParameterSpec getParams() {
    return parameterSet();
  }

  /** Empty: the key cannot be read. */
  @Override
  public Optional<byte[]> getScalar() {
    return Optional.empty();
  }
}
