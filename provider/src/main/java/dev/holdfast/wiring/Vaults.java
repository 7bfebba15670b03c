// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.wiring;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.config.Configuration;
import dev.holdfast.config.ConfigurationException;
import dev.holdfast.config.PinSource;
import dev.holdfast.kms.Place;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.VaultOpener;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.RecordStore;
import dev.holdfast.store.StoreAddress;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The open vaults of this process. Whoever names the same configuration gets the same vault, so
 * that pools, caches and login are shared. Safe for use by several threads.
 */
public final class Vaults {
  private static final Map<String, Open> OPEN = new HashMap<>();

  /** What this thread is opening: guarded by OPEN, like all here. */
  private static final Set<String> OPENING = new HashSet<>();

  private static final RefusedPins REFUSED = new RefusedPins();

  /** A vault, and the configuration by which it was first opened. */
  private record Open(Vault vault, Configuration configuration) {
    Vault with(Optional<char[]> pin) throws KeyOperationException {
      if (pin.isPresent() && !vault.isPin(pin.get())) {
        throw wrongPin(configuration);
      }
      return vault;
    }
  }

  private Vaults() {}

  /**
   * Makes the vault of a configuration.
   *
   * @param pin the owner's PIN; stays the caller's to wipe
   */
  public static void initialise(Configuration configuration, char[] pin)
      throws KeyOperationException {
    StoreAddress address =
        Stores.of(configuration)
            .orElseThrow(
                () ->
                    new ConfigurationException(
                        configuration + ": vault is not set, so there is nothing to make"));
    try (RecordStore store = address.create()) {
      initialise(store, address, configuration, pin);
    }
  }

  private static void initialise(
      RecordStore store, StoreAddress address, Configuration configuration, char[] pin)
      throws KeyOperationException {
    boolean done = false;
    try {
      VaultOpener.initialise(store, pin, configuration.weakPinAllowed());
      done = true;
    } finally {
      if (!done) {
        address.discard();
      }
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
    return open(configuration, given, Clock.systemUTC());
  }

  /**
   * The vault of a configuration, with a clock of the caller's if it is not open yet.
   *
   * @param clock what rotations and deletions go by
   */
  public static Vault open(Configuration configuration, Optional<char[]> given, Clock clock)
      throws KeyOperationException {
    synchronized (OPEN) {
      Open open = OPEN.get(configuration.identity());
      return open == null ? openOnce(configuration, given, clock) : open.with(given);
    }
  }

  /** A database reached by TLS whose handshake asks this very vault for a key would never end. */
  private static Vault openOnce(Configuration configuration, Optional<char[]> given, Clock clock)
      throws KeyOperationException {
    String identity = configuration.identity();
    if (!OPENING.add(identity)) {
      throw new ConfigurationException(
          configuration
              + ": opening the vault asked the vault for a key; set generate = named, or let another"
              + " provider stand before Holdfast");
    }
    try {
      Vault open = openNew(configuration, given, clock);
      OPEN.put(identity, new Open(open, configuration));
      return open;
    } finally {
      OPENING.remove(identity);
    }
  }

  private static KeyOperationException wrongPin(Configuration configuration) {
    return new KeyOperationException(
        Reason.LOGIN, "The PIN given is not the one of " + configuration);
  }

  /**
   * The vault that is open, if exactly one is.
   *
   * @param given the PIN a caller brings, which must be the right one; empty for none
   * @throws KeyOperationException with reason LOGIN for a wrong PIN
   */
  static Optional<Vault> onlyOpen(Optional<char[]> given) throws KeyOperationException {
    synchronized (OPEN) {
      return OPEN.size() == 1
          ? Optional.of(OPEN.values().iterator().next().with(given))
          : Optional.empty();
    }
  }

  /** The configuration by which an open vault was first opened; empty if it is closed. */
  static Optional<Configuration> configurationOf(Vault vault) {
    synchronized (OPEN) {
      return OPEN.values().stream()
          .filter(open -> open.vault() == vault)
          .map(Open::configuration)
          .findFirst();
    }
  }

  /** Closes a vault and forgets it; the next who asks opens it anew. */
  public static void close(Vault vault) {
    synchronized (OPEN) {
      OPEN.values().removeIf(open -> open.vault() == vault);
    }
    vault.close();
  }

  private static Vault openNew(Configuration configuration, Optional<char[]> given, Clock clock)
      throws KeyOperationException {
    Optional<StoreAddress> address = Stores.of(configuration);
    if (address.isEmpty()) {
      return openToken(configuration, given);
    }
    Map<String, KeyBackend> backends = Backends.of(configuration);
    try {
      return openRecords(configuration, address.get(), given, backends, clock);
    } catch (KeyOperationException | RuntimeException e) {
      backends.values().forEach(KeyBackend::close);
      throw e;
    }
  }

  private static Vault openRecords(
      Configuration configuration,
      StoreAddress address,
      Optional<char[]> given,
      Map<String, KeyBackend> backends,
      Clock clock)
      throws KeyOperationException {
    RecordStore store = address.open();
    char[] pin;
    try {
      pin = pin(configuration.toString(), configuration.pin(), given);
    } catch (KeyOperationException | RuntimeException e) {
      store.close();
      throw e;
    }
    try {
      Vault vault =
          VaultOpener.open(
              store,
              pin,
              new VaultOpener.Terms(
                  configuration.principal(),
                  configuration.weakPinAllowed(),
                  configuration.maxStale(),
                  clock,
                  new Place(configuration.region(), configuration.account())),
              backends,
              configuration.backend());
      apply(configuration, vault);
      return vault;
    } finally {
      Arrays.fill(pin, '\0');
    }
  }

  private static void apply(Configuration configuration, Vault vault)
      throws ConfigurationException {
    vault.limitMessages(configuration.maxMessage());
    if (configuration.approvedOnly()) {
      vault.allowApprovedOnly();
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
      apply(configuration, vault);
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
