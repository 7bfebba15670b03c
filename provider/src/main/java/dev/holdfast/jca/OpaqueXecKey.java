// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import dev.holdfast.model.ParameterSet;
import java.security.PrivateKey;
import java.security.interfaces.XECKey;
import java.security.spec.NamedParameterSpec;

/** An X25519 or X448 private key, which tells its curve. */
final class OpaqueXecKey extends OpaqueKey implements PrivateKey, XECKey {
  private static final long serialVersionUID = 1L;

  private final transient NamedParameterSpec params;

  OpaqueXecKey(ManagedKey managed, ParameterSet curve) {
    super(managed);
    this.params = new NamedParameterSpec(curve.jcaName());
  }

  @Override
  public NamedParameterSpec getParams() {
    return params;
  }
}
