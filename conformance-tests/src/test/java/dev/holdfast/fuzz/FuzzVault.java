// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.fuzz;

import dev.holdfast.config.Configuration;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.VaultOpener;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.sealed.Engines;
import dev.holdfast.sealed.SealedBackend;
import dev.holdfast.wiring.KeyServices;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Clock;
import java.util.Map;
import org.sqlite.SQLiteDataSource;

/**
 * The vault that what is fuzzed works on, made by the test that starts the fuzzer. Its records are
 * copied into memory, since a database would take most of the time; all else is as in any vault:
 * the ledger, the gate, the sealed backend and its engine.
 */
public final class FuzzVault {
  /** The system property with the configuration's path. */
  public static final String PROPERTY = "holdfast.fuzz.configuration";

  /** The one text that was ever encrypted. */
  public static final String MESSAGE = "the one text that was ever encrypted";

  private FuzzVault() {}

  static KeyService open() throws Exception {
    Path file = Path.of(System.getProperty(PROPERTY));
    Configuration configuration = Configuration.ofFile(file);
    SQLiteDataSource database = new SQLiteDataSource();
    database.setUrl("jdbc:sqlite:" + file.resolveSibling("vault.db"));
    MemoryStore store;
    try (Connection connection = database.getConnection()) {
      store = MemoryStore.copyOf(connection);
    }
    Vault vault =
        VaultOpener.open(
            store,
            configuration.pin().orElseThrow().read(),
            new VaultOpener.Terms(
                VaultOpener.OWNER, false, configuration.maxStale(), Clock.systemUTC()),
            Map.of(
                SealedBackend.NAME,
                new SealedBackend(Engines.of(configuration.engine()), configuration.lease())),
            SealedBackend.NAME);
    return KeyServices.of(vault);
  }
}
