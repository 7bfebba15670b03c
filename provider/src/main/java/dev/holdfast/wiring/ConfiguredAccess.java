// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.wiring;

import dev.holdfast.config.Configuration;
import dev.holdfast.config.ConfigurationException;
import dev.holdfast.jca.VaultAccess;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Reaches the vault of a provider's own configuration, which is looked for and read at the first
 * use: the path given to {@code configure}, the system property {@code holdfast.config}, the
 * variable {@code HOLDFAST_CONFIG}, in this order.
 */
public final class ConfiguredAccess implements VaultAccess {
  private static final String PROPERTY = "holdfast.config";
  private static final String VARIABLE = "HOLDFAST_CONFIG";

  private final Optional<String> given;
  private volatile Configuration configuration;
  private volatile Boolean generateAlways;

  /**
   * Does no I/O.
   *
   * @param given the path given to {@code Provider.configure}, if one was
   */
  public ConfiguredAccess(Optional<String> given) {
    this.given = given;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Without any configuration, the one vault that is open: keytool opens its key store first,
   * from the file named on its command line, and asks for a generator after.
   */
  @Override
  public Vault vault(Optional<char[]> pin) throws KeyOperationException {
    if (pathText().isEmpty()) {
      Optional<Vault> open = Vaults.onlyOpen(pin);
      if (open.isPresent()) {
        return open.get();
      }
    }
    return Vaults.open(configuration(), pin);
  }

  @Override
  public Vault vault(byte[] text, Optional<char[]> pin) throws KeyOperationException {
    return Vaults.open(Configuration.ofText(text), pin);
  }

  @Override
  public byte[] fileText(Vault vault) throws KeyOperationException {
    Optional<Configuration> open = Vaults.configurationOf(vault);
    return (open.isPresent() ? open.get() : configuration()).fileText();
  }

  /**
   * The answer of the first time holds: callers who never use Holdfast ask this again and again.
   */
  @Override
  public boolean generateAlways() {
    Boolean known = generateAlways;
    if (known == null) {
      known = readGenerateAlways();
      generateAlways = known;
    }
    return known;
  }

  private boolean readGenerateAlways() {
    try {
      return configuration().generateAlways();
    } catch (KeyOperationException e) {
      // Whoever asks for a key by Holdfast's name is told what is wrong; this caller did not.
      return false;
    }
  }

  /** The configuration, read once; a wrong one is read again next time, when it may be mended. */
  private Configuration configuration() throws KeyOperationException {
    Configuration known = configuration;
    if (known == null) {
      known = Configuration.ofFile(path());
      configuration = known;
    }
    return known;
  }

  private Optional<String> pathText() {
    return given
        .or(() -> Optional.ofNullable(System.getProperty(PROPERTY)))
        .or(() -> Optional.ofNullable(System.getenv(VARIABLE)))
        .filter(path -> !path.isBlank());
  }

  private Path path() throws KeyOperationException {
    return Path.of(
        pathText()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        "Holdfast has no configuration: holdfast init --config FILE makes one with its"
                            + " vault. Give that file as the key store, or name it after the"
                            + " provider in java.security (security.provider.N=Holdfast /path), in"
                            + " the system property "
                            + PROPERTY
                            + " or in the variable "
                            + VARIABLE)));
  }
}
