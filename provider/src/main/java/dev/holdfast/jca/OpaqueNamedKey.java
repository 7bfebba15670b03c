// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import java.security.PrivateKey;
import java.security.spec.NamedParameterSpec;

/** A private key of ML-DSA, ML-KEM or SLH-DSA, which tells its parameter set. */
final class OpaqueNamedKey extends OpaqueKey implements PrivateKey, TellsParameters {
  private static final long serialVersionUID = 1L;

  OpaqueNamedKey(ManagedKey managed, String algorithm) {
    super(managed, algorithm);
  }

  @Override
  public NamedParameterSpec getParams() {
    return parameterSet();
  }
}
