// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.wiring;

import dev.holdfast.config.Configuration;
import dev.holdfast.config.ConfigurationException;
import dev.holdfast.config.PinSource;
import dev.holdfast.config.PostgresSettings;
import dev.holdfast.store.PostgresAddress;
import dev.holdfast.store.SqliteAddress;
import dev.holdfast.store.StoreAddress;
import java.util.Optional;

/** Which store a configuration names. */
final class Stores {
  private static final String POSTGRES_DRIVER = "org.postgresql.ds.PGSimpleDataSource";

  private Stores() {}

  /** The store of the vault; empty where an HSM stands alone. */
  static Optional<StoreAddress> of(Configuration configuration) throws ConfigurationException {
    if (!configuration.hasVault()) {
      return Optional.empty();
    }
    requireSql();
    Optional<PostgresSettings> postgres = configuration.postgres();
    return Optional.of(
        postgres.isPresent()
            ? postgres(configuration, postgres.get())
            : new SqliteAddress(configuration.vaultFile().orElseThrow()));
  }

  private static StoreAddress postgres(Configuration configuration, PostgresSettings settings)
      throws ConfigurationException {
    requireDriver(configuration);
    Optional<PinSource> password = settings.password();
    return new PostgresAddress(
        settings.location(),
        settings.hosts().stream().map(PostgresSettings.Host::name).toList(),
        settings.hosts().stream().map(PostgresSettings.Host::port).toList(),
        settings.database(),
        settings.parameters(),
        password.isPresent() ? Optional.of(password.get()::read) : Optional.empty());
  }

  /**
   * Says what to do in a JVM that runs without java.sql: one started for a module that does not ask
   * for it, as keytool and jarsigner are.
   */
  private static void requireSql() throws ConfigurationException {
    if (ModuleLayer.boot().findModule("java.sql").isEmpty()) {
      throw new ConfigurationException(
          "This JVM was started without the module java.sql, which a vault needs: add"
              + " --add-modules=java.sql (for keytool and jarsigner -J--add-modules=java.sql)");
    }
  }

  /** The driver is no dependency of the provider's: who keeps the vault in a file needs none. */
  private static void requireDriver(Configuration configuration) throws ConfigurationException {
    try {
      Class.forName(POSTGRES_DRIVER, false, Stores.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new ConfigurationException(
          configuration
              + ": the vault is in PostgreSQL, whose driver is not on the class path: add"
              + " org.postgresql:postgresql",
          e);
    }
  }
}
