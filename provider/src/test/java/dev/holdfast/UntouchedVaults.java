// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.jca.VaultAccess;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.util.Optional;

/** A wrong configuration: every look at it fails, and is counted. */
final class UntouchedVaults implements VaultAccess {
  int looks;
  boolean always;

  @Override
  public Vault vault(Optional<char[]> pin) throws KeyOperationException {
    throw wrong();
  }

  @Override
  public Vault vault(byte[] configuration, Optional<char[]> pin) throws KeyOperationException {
    throw wrong();
  }

  @Override
  public byte[] fileText(Vault vault) throws KeyOperationException {
    throw wrong();
  }

  @Override
  public boolean generateAlways() {
    return always;
  }

  private KeyOperationException wrong() {
    looks++;
    return new KeyOperationException(
        Reason.CONFIGURATION, "holdfast.properties:3: backend = seeled; allowed: sealed");
  }
}
