// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.VaultAccess;
import dev.holdfast.wiring.ConfiguredAccess;
import java.security.Provider;
import java.util.List;
import java.util.Optional;

/**
 * The provider whose keys cannot be read. Programs use it through the JCA: by key wherever it
 * stands in the provider list, or by its name, {@code Holdfast}.
 *
 * <p>Registered with {@code security.provider.N=Holdfast /etc/holdfast.properties}, {@code
 * Security.addProvider(new HoldfastProvider())}, or found by {@link java.util.ServiceLoader}. The
 * configuration is the path given to {@link #configure}, else the system property {@code
 * holdfast.config}, else the environment variable {@code HOLDFAST_CONFIG}.
 *
 * <p><b>Threads:</b> safe for use by several threads.
 *
 * <p><b>Errors:</b> constructing, registering and configuring does no I/O and fails for no
 * configuration; what is wrong with one is thrown by the first use, which names it.
 *
 * <p><b>Standard:</b> the Java Cryptography Architecture's provider contract, and its standard
 * algorithm names.
 */
public final class HoldfastProvider extends LateProvider {
  private static final long serialVersionUID = 1L;

  /** The provider's name, as {@code getInstance(algorithm, name)} takes it. */
  public static final String NAME = "Holdfast";

  private final transient VaultAccess vaults;

  /** A provider whose configuration is found in the system property or the environment. */
  public HoldfastProvider() {
    this(new ConfiguredAccess(Optional.empty()));
  }

  HoldfastProvider(VaultAccess vaults) {
    super(NAME, "0.1", "Holdfast: keys that cannot be read, sealed in the process or on an HSM");
    this.vaults = vaults;
  }

  /**
   * A provider with another configuration.
   *
   * @param path the configuration file; looked at on first use
   */
  @Override
  public Provider configure(String path) {
    return new HoldfastProvider(new ConfiguredAccess(Optional.of(path)));
  }

  @Override
  List<Service> services() {
    return AlgorithmTable.services(this, vaults);
  }
}
