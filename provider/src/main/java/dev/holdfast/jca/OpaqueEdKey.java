// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/**
 * An Ed25519 or Ed448 private key, which tells its curve. That interface may go without the number,
 * and jarsigner looks for it to know which of the two signatures the key makes; SunEC leaves such a
 * key to us.
 */
final class OpaqueEdKey extends OpaqueKey implements EdECPrivateKey, TellsParameters {
  private static final long serialVersionUID = 1L;

  OpaqueEdKey(ManagedKey managed, String algorithm) {
    super(managed, algorithm);
  }

  @Override
  public NamedParameterSpec getParams() {
    return parameterSet();
  }

  /** Empty: the key cannot be read. */
  @Override
  public Optional<byte[]> getBytes() {
    return Optional.empty();
  }
}
