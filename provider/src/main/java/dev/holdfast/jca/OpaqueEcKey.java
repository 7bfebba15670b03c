// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import java.security.PrivateKey;
import java.security.interfaces.ECKey;
import java.security.spec.ECParameterSpec;

/** An EC private key, which tells its curve. */
final class OpaqueEcKey extends OpaqueKey implements PrivateKey, ECKey {
  private static final long serialVersionUID = 1L;

  private final transient ECParameterSpec params;

  OpaqueEcKey(ManagedKey managed, ECParameterSpec params) {
    super(managed);
    this.params = params;
  }

  @Override
  public ECParameterSpec getParams() {
    return params;
  }
}
