// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.kms.Vault;
import dev.holdfast.wiring.Vaults;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** How a vault grows: opening it, finding a key in it, listing it, and what a key held weighs. */
final class VaultMeasure {
  private final Path configuration;
  private final int keys;

  VaultMeasure(Path folder, int keys) throws Exception {
    this.configuration = BulkVault.configuration(folder, keys);
    this.keys = keys;
  }

  /** Opens the vault, which no one has open, and closes it; the time of opening in nanoseconds. */
  long open() throws Exception {
    Configuration read = Configuration.ofFile(configuration);
    long began = System.nanoTime();
    Vault vault = Vaults.open(read, Optional.empty());
    long nanos = System.nanoTime() - began;
    Vaults.close(vault);
    return nanos;
  }

  /** The time of one {@code getKey} of a key that was not looked at before, in nanoseconds. */
  double getKey(int times) throws Exception {
    KeyStore store = keyStore();
    List<String> wanted = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      wanted.add(BulkVault.alias((int) ((long) i * keys / times)));
    }
    long began = System.nanoTime();
    for (String alias : wanted) {
      if (store.getKey(alias, null) == null) {
        throw new IllegalStateException("There is no " + alias);
      }
    }
    double nanos = (System.nanoTime() - began) / (double) times;
    close();
    return nanos;
  }

  /** What a listing took. */
  record Listing(double millis, double megabytes) {}

  /** Lists every alias of a vault just opened, and holds the list. */
  Listing list() throws Exception {
    KeyStore store = keyStore();
    long before = used();
    long began = System.nanoTime();
    List<String> aliases = Collections.list(store.aliases());
    double millis = (System.nanoTime() - began) / 1e6;
    double megabytes = (used() - before) / 1e6;
    if (aliases.size() != keys) {
      throw new IllegalStateException(aliases.size() + " aliases, not " + keys);
    }
    close();
    return new Listing(millis, megabytes);
  }

  /** Bytes on the heap for each of {@code count} keys held, the vault's caches included. */
  double bytesPerKey(int count) throws Exception {
    KeyStore store = keyStore();
    store.getKey(BulkVault.alias(0), null);
    List<Key> held = new ArrayList<>(count);
    long before = used();
    for (int number = 1; number <= count; number++) {
      held.add(store.getKey(BulkVault.alias(number), null));
    }
    double bytes = (used() - before) / (double) held.size();
    close();
    return bytes;
  }

  private KeyStore keyStore() throws Exception {
    KeyStore store =
        KeyStore.getInstance(
            "Holdfast", new HoldfastProvider().configure(configuration.toString()));
    store.load(null, null);
    return store;
  }

  private void close() throws Exception {
    Vaults.close(Vaults.open(Configuration.ofFile(configuration), Optional.empty()));
  }

  /** Heap in use after collections, until they find nothing more. */
  static long used() {
    Runtime runtime = Runtime.getRuntime();
    long last = Long.MAX_VALUE;
    long now = Long.MAX_VALUE - 1;
    for (int i = 0; i < 5 && now < last; i++) {
      System.gc();
      last = now;
      now = runtime.totalMemory() - runtime.freeMemory();
    }
    return now;
  }
}
