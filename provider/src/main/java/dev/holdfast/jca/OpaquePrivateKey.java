// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import java.security.PrivateKey;
import java.security.spec.AlgorithmParameterSpec;

/** A private key whose token has lost the public half, so that it has nothing to tell. */
final class OpaquePrivateKey extends OpaqueKey implements PrivateKey, TellsParameters {
  private static final long serialVersionUID = 1L;

  OpaquePrivateKey(ManagedKey managed, String algorithm) {
    super(managed, algorithm);
  }

  @Override
  public AlgorithmParameterSpec getParams() {
    return null;
  }
}
