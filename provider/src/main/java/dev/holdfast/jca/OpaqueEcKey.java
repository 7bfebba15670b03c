// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.spec.ECParameterSpec;

/** An EC private key, which tells its curve. */
final class OpaqueEcKey extends OpaqueKey implements PrivateKey, ECKey, TellsParameters {
  private static final long serialVersionUID = 1L;

  private final transient ECParameterSpec params;

  OpaqueEcKey(ManagedKey managed, String algorithm, ECParameterSpec params) {
    super(managed, algorithm);
    this.params = params;
  }

  @Override
  public ECParameterSpec getParams() {
    return params;
  }
}
