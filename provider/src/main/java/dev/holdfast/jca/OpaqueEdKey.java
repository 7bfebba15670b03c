// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import java.security.PrivateKey;
import java.security.interfaces.EdECKey;
import java.security.spec.NamedParameterSpec;

/** An Ed25519 or Ed448 private key, which tells its curve. */
final class OpaqueEdKey extends OpaqueKey implements PrivateKey, EdECKey {
  private static final long serialVersionUID = 1L;

  OpaqueEdKey(ManagedKey managed) {
    super(managed);
  }

  @Override
  public NamedParameterSpec getParams() {
    return parameterSet();
  }
}
