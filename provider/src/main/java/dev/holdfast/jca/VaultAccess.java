// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException;
import java.util.Optional;

/** How the service classes reach a vault; whoever assembles the provider knows how to open one. */
public interface VaultAccess {
  /**
   * The vault of the provider's own configuration, opened on first use.
   *
   * @param pin the PIN a caller gave; empty means the configuration's
   * @throws KeyOperationException with reason CONFIGURATION, LOGIN, UNAVAILABLE or TAMPERED
   */
  Vault vault(Optional<char[]> pin) throws KeyOperationException;

  /**
   * The vault of a configuration given as text, as {@code KeyStore.load(InputStream, char[])} reads
   * it. Open vaults are shared: the same configuration gives the same vault.
   *
   * @param configuration the properties file's bytes
   * @param pin the PIN a caller gave; empty means the configuration's
   */
  Vault vault(byte[] configuration, Optional<char[]> pin) throws KeyOperationException;

  /**
   * What {@code KeyStore.store} writes after {@code load(null, …)}: two lines that include the file
   * by which the vault was opened; if that was a text, the text, since keytool stores so over the
   * very file from which it has imported.
   */
  byte[] fileText(Vault vault) throws KeyOperationException;

  /**
   * Whether {@code generate = always}: generators serve callers that name no provider, too. Asked
   * by every such caller, so it never throws: a configuration that cannot be read says no.
   */
  boolean generateAlways();
}
