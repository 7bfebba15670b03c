// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.fuzz;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.store.RecordStore;
import dev.holdfast.store.Rows;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Rows in memory: no database takes ten million edits, or lookups, in a few minutes. */
final class MemoryStore implements RecordStore, Rows {
  private final Map<String, Row> rows = new TreeMap<>();

  /** The rows of a vault's database. */
  static MemoryStore copyOf(Connection connection) throws SQLException {
    MemoryStore store = new MemoryStore();
    try (Statement statement = connection.createStatement();
        ResultSet all = statement.executeQuery("SELECT kind, name, owner, body FROM record")) {
      while (all.next()) {
        store.put(all.getString(1), all.getString(2), all.getString(3), all.getBytes(4));
      }
    }
    return store;
  }

  /** By kind and name, with a space between. */
  Map<String, Row> rows() {
    return rows;
  }

  private static String place(String kind, String name) {
    return kind + " " + name;
  }

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public synchronized <T> T read(Work<T> work) throws KeyOperationException {
    return work.on(this);
  }

  @Override
  public synchronized <T> T write(Work<T> work) throws KeyOperationException {
    return work.on(this);
  }

  @Override
  public void scrub() {}

  @Override
  public Optional<Row> find(String kind, String name) {
    return Optional.ofNullable(rows.get(place(kind, name)));
  }

  @Override
  public void put(String kind, String name, String owner, byte[] body) {
    rows.put(place(kind, name), new Row(owner, body));
  }

  @Override
  public void delete(String kind, String name) {
    rows.remove(place(kind, name));
  }

  @Override
  public List<Name> names(String kind) {
    return rows.entrySet().stream()
        .filter(row -> row.getKey().startsWith(kind + " "))
        .map(row -> new Name(row.getKey().substring(kind.length() + 1), row.getValue().owner()))
        .toList();
  }

  @Override
  public List<String> owned(String kind, String owner) {
    return names(kind).stream().filter(n -> n.owner().equals(owner)).map(Name::name).toList();
  }

  @Override
  public long count(String kind) {
    return names(kind).size();
  }

  @Override
  public void close() {
    rows.clear();
  }
}
