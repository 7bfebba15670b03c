// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.wiring;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.config.Configuration;
import dev.holdfast.config.ConfigurationException;
import dev.holdfast.config.PinSource;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.VaultOpener;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The open vaults of this process. Whoever names the same configuration gets the same vault, so
 * that pools, caches and login are shared. Safe for use by several threads.
 */
public final class Vaults {
  private static final Map<String, Vault> OPEN = new HashMap<>();
  private static final RefusedPins REFUSED = new RefusedPins();

  private Vaults() {}

  /**
   * Makes the vault of a configuration.
   *
   * @param pin the owner's PIN; stays the caller's to wipe
   */
  public static void initialise(Configuration configuration, char[] pin)
      throws KeyOperationException {
    Path file =
        configuration
            .vaultFile()
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        configuration + ": vault is not set, so there is nothing to make"));
    requireSql();
    try (SqliteStore store = SqliteStore.create(file)) {
      VaultOpener.initialise(store, pin, configuration.weakPinAllowed());
    } catch (KeyOperationException | RuntimeException e) {
      if (!(e instanceof KeyOperationException failure)
          || failure.reason() != Reason.ALREADY_EXISTS) {
        SqliteStore.discard(file);
      }
      throw e;
    }
  }

  /**
   * The vault of a configuration, opened if it is not open yet.
   *
   * @param given the PIN a caller brings; empty means the configuration's. It must be the right one
   *     for a vault that is open too. Stays the caller's to wipe.
   * @throws KeyOperationException with reason LOGIN for a wrong PIN
   */
  public static Vault open(Configuration configuration, Optional<char[]> given)
      throws KeyOperationException {
    synchronized (OPEN) {
      Vault open = OPEN.get(configuration.identity());
      if (open == null) {
        open = openNew(configuration, given);
        OPEN.put(configuration.identity(), open);
        return open;
      }
      if (given.isPresent() && !open.isPin(given.get())) {
        throw wrongPin(configuration);
      }
      return open;
    }
  }

  private static KeyOperationException wrongPin(Configuration configuration) {
    return new KeyOperationException(
        Reason.LOGIN, "The PIN given is not the one of " + configuration);
  }

  /** The vault that is open, if exactly one is. */
  static Optional<Vault> onlyOpen() {
    synchronized (OPEN) {
      return OPEN.size() == 1 ? Optional.of(OPEN.values().iterator().next()) : Optional.empty();
    }
  }

  /** Closes a vault and forgets it; the next who asks opens it anew. */
  public static void close(Vault vault) {
    synchronized (OPEN) {
      OPEN.values().removeIf(open -> open == vault);
    }
    vault.close();
  }

  private static Vault openNew(Configuration configuration, Optional<char[]> given)
      throws KeyOperationException {
    if (configuration.vaultFile().isEmpty()) {
      return openToken(configuration, given);
    }
    Map<String, KeyBackend> backends = Backends.of(configuration);
    try {
      return openRecords(configuration, given, backends);
    } catch (KeyOperationException | RuntimeException e) {
      backends.values().forEach(KeyBackend::close);
      throw e;
    }
  }

  private static Vault openRecords(
      Configuration configuration, Optional<char[]> given, Map<String, KeyBackend> backends)
      throws KeyOperationException {
    requireSql();
    Path file = configuration.vaultFile().orElseThrow();
    SqliteStore.requireThere(file);
    char[] pin = pin(configuration.toString(), configuration.pin(), given);
    try {
      return VaultOpener.open(
          SqliteStore.open(file),
          pin,
          new VaultOpener.Terms(
              configuration.principal(),
              configuration.weakPinAllowed(),
              configuration.maxStale(),
              Clock.systemUTC()),
          backends,
          configuration.backend());
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  /**
   * Says what to do in a JVM that runs without java.sql: one started for a module that does not ask
   * for it, as keytool and jarsigner are.
   */
  private static void requireSql() throws KeyOperationException {
    if (ModuleLayer.boot().findModule("java.sql").isEmpty()) {
      throw new ConfigurationException(
          "This JVM was started without the module java.sql, which a vault in SQLite needs: add"
              + " --add-modules=java.sql (for keytool and jarsigner -J--add-modules=java.sql)");
    }
  }

  private static Vault openToken(Configuration configuration, Optional<char[]> given)
      throws KeyOperationException {
    TokenPin pin = new TokenPin(configuration.hsms().get(configuration.backend()), given);
    if (given.isPresent() && !pin.is(given.get())) {
      throw wrongPin(configuration);
    }
    String token = configuration.identity();
    REFUSED.throwIfRefused(token, pin);
    KeyBackend backend = Backends.token(pin);
    try {
      Vault vault = VaultOpener.openToken(backend, pin::is);
      // Reading the token logs in, so that a wrong PIN is found here and not at the first use.
      vault.names();
      REFUSED.forget(token);
      return vault;
    } catch (KeyOperationException | RuntimeException e) {
      if (e instanceof KeyOperationException failure && failure.reason() == Reason.LOGIN) {
        REFUSED.remember(token, pin, failure);
      }
      backend.close();
      pin.close();
      throw e;
    }
  }

  private static char[] pin(String what, Optional<PinSource> configured, Optional<char[]> given)
      throws KeyOperationException {
    if (given.isPresent()) {
      return given.get().clone();
    }
    return configured
        .orElseThrow(
            () ->
                new KeyOperationException(
                    Reason.LOGIN, what + ": no PIN was given and the setting pin is missing"))
        .read();
  }
}
