// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.jca.VaultAccess;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.util.Optional;

/** Stands where the assembly of vaults goes, on the branch where it is not yet. */
record Unwired(Optional<String> path) implements VaultAccess {
  @Override
  public Vault vault(Optional<char[]> pin) throws KeyOperationException {
    throw missing();
  }

  @Override
  public Vault vault(byte[] configuration, Optional<char[]> pin) throws KeyOperationException {
    throw missing();
  }

  @Override
  public String configurationPath() throws KeyOperationException {
    return path.orElseThrow(Unwired::missing);
  }

  @Override
  public boolean generateAlways() {
    return false;
  }

  private static KeyOperationException missing() {
    return new KeyOperationException(Reason.CONFIGURATION, "No vault is assembled here yet");
  }
}
