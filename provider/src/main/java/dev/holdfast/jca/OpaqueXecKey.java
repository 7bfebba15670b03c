// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import java.security.PrivateKey;
import java.security.interfaces.XECKey;
import java.security.spec.AlgorithmParameterSpec;

/** An X25519 or X448 private key, which tells its curve. */
final class OpaqueXecKey extends OpaqueKey implements PrivateKey, XECKey {
  private static final long serialVersionUID = 1L;

  OpaqueXecKey(ManagedKey managed) {
    super(managed);
  }

  @Override
  public AlgorithmParameterSpec getParams() {
    return parameterSet();
  }
}
