// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.kms.KeyRequest;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.VaultOpener;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.sealed.ProviderEngine;
import dev.holdfast.sealed.SealedBackend;
import dev.holdfast.store.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A vault with many AES keys, made in memory and written to its file in one transaction; a key at a
 * time, each would wait for the disk.
 */
final class BulkVault {
  private BulkVault() {}

  /** The alias of key {@code number}, counted from 0. */
  static String alias(int number) {
    return String.format("key%07d", number);
  }

  /**
   * The configuration of a vault with a number of keys, made in {@code folder} if it is not there.
   */
  static Path configuration(Path folder, int keys) throws IOException, KeyOperationException {
    Path configuration = folder.resolve("keys" + keys + ".properties");
    if (!Files.exists(configuration)) {
      make(folder.resolve("keys" + keys + ".db"), keys);
      Files.writeString(configuration, "vault = jdbc:sqlite:keys" + keys + ".db\npin = file:pin\n");
    }
    return configuration;
  }

  private static void make(Path file, int keys) throws KeyOperationException {
    char[] pin = Workshop.PIN.toCharArray();
    MemoryStore memory = new MemoryStore();
    VaultOpener.initialise(memory, pin, false);
    SealedBackend backend = new SealedBackend(ProviderEngine.of("jdk"), Duration.ofSeconds(5));
    VaultOpener.Terms terms =
        new VaultOpener.Terms(VaultOpener.OWNER, false, Duration.ofHours(1), Clock.systemUTC());
    try (Vault vault =
        VaultOpener.open(memory, pin, terms, Map.of(backend.name(), backend), backend.name())) {
      KeySpec spec = KeySpec.aes(256);
      for (int number = 0; number < keys; number++) {
        vault.createKey(new KeyRequest(spec, Set.of(), Optional.of(alias(number)), ""));
      }
    }
    try (SqliteStore store = SqliteStore.create(file)) {
      memory.copyTo(store);
    }
  }
}
