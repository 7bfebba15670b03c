// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.store.RecordStore;
import dev.holdfast.store.Rows;
import dev.holdfast.store.StoreException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A store that forgets: for making a hundred thousand keys without as many transactions on a disk,
 * and for looking at the gate by itself. Nothing is rolled back. Safe for use by several threads.
 */
final class MemoryStore implements RecordStore {
  private final Map<String, TreeMap<String, Rows.Row>> kinds = new TreeMap<>();
  private final Rows rows = new MemoryRows();

  @Override
  public String location() {
    return "memory";
  }

  @Override
  public synchronized <T> T read(Work<T> work) throws KeyOperationException {
    return work.on(rows);
  }

  @Override
  public synchronized <T> T write(Work<T> work) throws KeyOperationException {
    return work.on(rows);
  }

  /** Writes every row into another store, in one transaction. */
  synchronized void copyTo(RecordStore other) throws KeyOperationException {
    other.write(
        target -> {
          for (Map.Entry<String, TreeMap<String, Rows.Row>> kind : kinds.entrySet()) {
            for (Map.Entry<String, Rows.Row> row : kind.getValue().entrySet()) {
              Rows.Row content = row.getValue();
              target.put(kind.getKey(), row.getKey(), content.owner(), content.body());
            }
          }
          return null;
        });
  }

  /** What is deleted is gone. */
  @Override
  public void scrub() {}

  @Override
  public void close() {
    // Whoever made it may still copy it.
  }

  private final class MemoryRows implements Rows {
    private Map<String, Row> kind(String name) {
      return kinds.computeIfAbsent(name, unused -> new TreeMap<>());
    }

    @Override
    public Optional<Row> find(String kind, String name) {
      return Optional.ofNullable(kind(kind).get(name));
    }

    @Override
    public void put(String kind, String name, String owner, byte[] body) {
      kind(kind).put(name, new Row(owner, body));
    }

    @Override
    public void delete(String kind, String name) {
      kind(kind).remove(name);
    }

    @Override
    public List<Name> names(String kind) {
      return kind(kind).entrySet().stream()
          .map(row -> new Name(row.getKey(), row.getValue().owner()))
          .toList();
    }

    @Override
    public List<String> owned(String kind, String owner) throws StoreException {
      return names(kind).stream()
          .filter(row -> !owner.isEmpty() && row.owner().equals(owner))
          .map(Name::name)
          .toList();
    }

    @Override
    public long count(String kind) {
      return kind(kind).size();
    }
  }
}
