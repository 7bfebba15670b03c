// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import dev.holdfast.model.KeyOperationException.Reason;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables of a vault in a file, and the way to them from each older format. {@code PRAGMA
 * user_version} holds the format's number.
 *
 * <p>1: rows lay in the tree of their names, where one of 700 bytes leaves room for five: in a
 * vault of 100,000 keys, finding one read 86 pages. 2: the trees hold names only.
 */
final class SqliteTables {
  static final int FORMAT = 2;

  /** {@code PRAGMA application_id}, "Hold" in ASCII, by which {@code file} and we know our own. */
  private static final int APPLICATION_ID = 0x486f6c64;

  private static final String SCHEMA =
      """
      CREATE TABLE record (
        kind  TEXT NOT NULL,
        name  TEXT NOT NULL,
        owner TEXT NOT NULL,
        body  BLOB NOT NULL,
        PRIMARY KEY (kind, name)
      );
      CREATE INDEX record_owner ON record (kind, owner, name) WHERE owner <> '';
      """;

  private static final String FROM_1 =
      """
      DROP INDEX record_owner;
      ALTER TABLE record RENAME TO record_1;
      """
          + SCHEMA
          + """
      INSERT INTO record SELECT kind, name, owner, body FROM record_1;
      DROP TABLE record_1;
      """;

  private SqliteTables() {}

  /** Makes them in a new file. */
  static void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("PRAGMA application_id = " + APPLICATION_ID);
      statement.executeUpdate(SCHEMA);
      statement.executeUpdate("PRAGMA user_version = " + FORMAT);
    }
  }

  /**
   * Refuses what is not our vault, or a newer one, and leaves it as it is.
   *
   * @throws StoreException with reason TAMPERED or UNSUPPORTED
   */
  static void check(Connection connection, Path file) throws SQLException, StoreException {
    if (pragma(connection, "application_id") != APPLICATION_ID) {
      throw new StoreException(Reason.TAMPERED, file + " is not a Holdfast vault");
    }
    int format = pragma(connection, "user_version");
    if (format > FORMAT) {
      throw new StoreException(
          Reason.UNSUPPORTED,
          file
              + " has format "
              + format
              + ", newer than this program's "
              + FORMAT
              + ": use a newer Holdfast; the file was not touched");
    }
  }

  /** Brings tables of an older format up to date: all of it or, when it is interrupted, nothing. */
  static void bringUpToDate(Connection connection) throws SQLException {
    if (pragma(connection, "user_version") == FORMAT) {
      return;
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("BEGIN IMMEDIATE");
      try {
        // Another process may have done it while this one waited.
        if (pragma(connection, "user_version") == 1) {
          statement.executeUpdate(FROM_1);
          statement.executeUpdate("PRAGMA user_version = " + FORMAT);
        }
        statement.execute("COMMIT");
      } catch (SQLException e) {
        statement.execute("ROLLBACK");
        throw e;
      }
    }
  }

  private static int pragma(Connection connection, String name) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA " + name)) {
      return result.next() ? result.getInt(1) : 0;
    }
  }
}
