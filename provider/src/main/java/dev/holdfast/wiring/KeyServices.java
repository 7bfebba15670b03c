// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.wiring;

import dev.holdfast.config.Configuration;
import dev.holdfast.jca.JavaKeys;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.VaultKeyService;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.model.KeyOperationException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** The key management services of the open vaults. */
public final class KeyServices {
  private KeyServices() {}

  /** Of the configuration that the provider uses. */
  public static KeyService configured() throws KeyOperationException {
    return of(new ConfiguredAccess(Optional.empty()).vault(Optional.empty()));
  }

  /**
   * Of a configuration file.
   *
   * @param pin the vault's PIN; empty for the configuration's. The caller wipes it.
   * @param clock what rotations and deletions go by, if the vault is not open yet
   */
  public static KeyService ofFile(Path configuration, Optional<char[]> pin, Clock clock)
      throws KeyOperationException {
    return of(Vaults.open(Configuration.ofFile(configuration), pin, clock));
  }

  /** Of an open vault. */
  public static KeyService of(Vault vault) {
    return new VaultKeyService(vault, JavaKeys::of);
  }
}
