// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a table within the transaction that the connection is in. The table has the columns
 * kind, name, owner and body; its key is kind and name.
 */
final class SqlRows implements Rows {
  private final Connection connection;
  private final String table;
  private final SqlErrors errors;

  /**
   * @param table the table's name, as it goes into the statements
   */
  SqlRows(Connection connection, String table, SqlErrors errors) {
    this.connection = connection;
    this.table = table;
    this.errors = errors;
  }

  @Override
  public Optional<Row> find(String kind, String name) throws StoreException {
    return query(
        "SELECT owner, body FROM " + table + " WHERE kind = ? AND name = ?",
        result ->
            result.next()
                ? Optional.of(new Row(text(result, 1), there(result.getBytes(2))))
                : Optional.empty(),
        kind,
        name);
  }

  @Override
  public void put(String kind, String name, String owner, byte[] body) throws StoreException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "INSERT INTO "
                + table
                + " (kind, name, owner, body) VALUES (?, ?, ?, ?) ON CONFLICT (kind, name)"
                + " DO UPDATE SET owner = excluded.owner, body = excluded.body")) {
      statement.setString(1, kind);
      statement.setString(2, name);
      statement.setString(3, owner);
      statement.setBytes(4, body);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  @Override
  public void delete(String kind, String name) throws StoreException {
    try (PreparedStatement statement =
        connection.prepareStatement("DELETE FROM " + table + " WHERE kind = ? AND name = ?")) {
      statement.setString(1, kind);
      statement.setString(2, name);
      statement.executeUpdate();
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }

  @Override
  public List<Name> names(String kind) throws StoreException {
    return query(
        "SELECT name, owner FROM " + table + " WHERE kind = ? ORDER BY name",
        result -> {
          List<Name> names = new ArrayList<>();
          while (result.next()) {
            names.add(new Name(text(result, 1), text(result, 2)));
          }
          return names;
        },
        kind);
  }

  @Override
  public List<String> owned(String kind, String owner) throws StoreException {
    return query(
        "SELECT name FROM " + table + " WHERE kind = ? AND owner = ? AND owner <> '' ORDER BY name",
        result -> {
          List<String> names = new ArrayList<>();
          while (result.next()) {
            names.add(text(result, 1));
          }
          return names;
        },
        kind,
        owner);
  }

  @Override
  public long count(String kind) throws StoreException {
    return query(
        "SELECT count(*) FROM " + table + " WHERE kind = ?",
        result -> result.next() ? result.getLong(1) : 0L,
        kind);
  }

  private interface Reading<T> {
    T of(ResultSet result) throws SQLException, StoreException;
  }

  private String text(ResultSet result, int column) throws SQLException, StoreException {
    return there(result.getString(column));
  }

  /** SQLite does not check NOT NULL when it reads: a changed file can hold nothing here. */
  private <T> T there(T value) throws StoreException {
    if (value == null) {
      throw errors.damaged();
    }
    return value;
  }

  private <T> T query(String sql, Reading<T> reading, String... arguments) throws StoreException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int at = 0; at < arguments.length; at++) {
        statement.setString(at + 1, arguments[at]);
      }
      try (ResultSet result = statement.executeQuery()) {
        return reading.of(result);
      }
    } catch (SQLException e) {
      throw errors.translate(e);
    }
  }
}
