// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.store.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A vault file of an earlier format is brought up to date when it is opened. */
class OlderVaultTest {
  @TempDir private Path folder;
  private SmallVault small;

  @BeforeEach
  void makeFormat1() throws Exception {
    small = new SmallVault(folder);
    attack(
        "DROP INDEX record_owner",
        "ALTER TABLE record RENAME TO newer",
        "CREATE TABLE record (kind TEXT NOT NULL, name TEXT NOT NULL, owner TEXT NOT NULL,"
            + " body BLOB NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID",
        "CREATE INDEX record_owner ON record (kind, owner, name) WHERE owner <> ''",
        "INSERT INTO record SELECT * FROM newer",
        "DROP TABLE newer",
        "PRAGMA user_version = 1");
  }

  private void attack(String... statements) throws SQLException {
    try (Connection connection = small.attack();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  private String ask(String sql) throws SQLException {
    try (Connection connection = small.attack();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() ? result.getString(1) : null;
    }
  }

  @Test
  void format1_isBroughtUpToDate_andLosesNothing() throws Exception {
    String rows = ask("SELECT count(*) || ' ' || sum(length(body)) FROM record");
    SqliteStore.open(small.file()).close();
    assertEquals("2", ask("PRAGMA user_version"));
    assertEquals(rows, ask("SELECT count(*) || ' ' || sum(length(body)) FROM record"));
    assertFalse(
        ask("SELECT sql FROM sqlite_master WHERE name = 'record'").contains("WITHOUT ROWID"));
    assertNull(ask("SELECT name FROM sqlite_master WHERE name LIKE 'record_1%'"));
    assertEquals("ok", ask("PRAGMA integrity_check"));
    assertTrue(Probe.of(small, "of format 2").isUntouched());
  }

  @Test
  void clientsThatOpenItAtOnce_doItOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    Callable<Void> client =
        () -> {
          SqliteStore.open(small.file()).close();
          return null;
        };
    for (Future<Void> one : threads.invokeAll(Collections.nCopies(4, client))) {
      one.get();
    }
    threads.shutdown();
    assertTrue(Probe.of(small, "after four").isUntouched());
  }

  /** A changed number makes work, and no harm. */
  @Test
  void aFileThatOnlySaysItIsOlder_isBroughtUpToDateAgain() throws Exception {
    Probe.of(small, "up to date");
    attack("PRAGMA user_version = 1");
    assertTrue(Probe.of(small, "up to date again").isUntouched());
    assertEquals("2", ask("PRAGMA user_version"));
  }
}
