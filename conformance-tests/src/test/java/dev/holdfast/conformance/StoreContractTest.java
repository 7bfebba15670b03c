// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.Records;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.PostgresAddress;
import dev.holdfast.store.RecordStore;
import dev.holdfast.store.Rows;
import dev.holdfast.store.SqliteAddress;
import dev.holdfast.store.StoreAddress;
import dev.holdfast.store.StoreException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store keeps, in a file as in a database; each client here is as another process. */
class StoreContractTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  enum Kind {
    SQLITE,
    POSTGRES
  }

  private StoreAddress address(Kind kind) throws Exception {
    if (kind == Kind.SQLITE) {
      return new SqliteAddress(folder.resolve("vault.db"));
    }
    return postgres(PostgresServer.get().newSchema(), PostgresServer.get().port());
  }

  static PostgresAddress postgres(String schema, int port) {
    return new PostgresAddress(
        "postgresql " + schema,
        List.of("localhost"),
        List.of(port),
        "postgres",
        Map.of("user", "holdfast", "currentSchema", schema, "sslmode", "disable"),
        Optional.of(PostgresServer.PASSWORD::toCharArray));
  }

  static void put(RecordStore store, String kind, String name, String owner, String body)
      throws KeyOperationException {
    store.write(
        rows -> {
          rows.put(kind, name, owner, body.getBytes(StandardCharsets.UTF_8));
          return null;
        });
  }

  private static Optional<String> get(RecordStore store, String kind, String name)
      throws KeyOperationException {
    return store
        .read(rows -> rows.get(kind, name))
        .map(body -> new String(body, StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @EnumSource
  void rows_areFoundListedReplacedAndDeleted(Kind kind) throws Exception {
    try (RecordStore store = address(kind).create()) {
      byte[] every = new byte[256];
      for (int at = 0; at < every.length; at++) {
        every[at] = (byte) at;
      }
      store.write(
          rows -> {
            rows.put("key", "b", "", every);
            rows.put("key", "B", "", new byte[0]);
            rows.put("alias", "ä/ü '; --\"", "b", new byte[] {1});
            rows.put("alias", "a2", "b", new byte[] {2});
            rows.put("alias", "a2", "b", new byte[] {3});
            return null;
          });
      store.read(
          rows -> {
            assertArrayEquals(every, rows.get("key", "b").orElseThrow());
            assertArrayEquals(new byte[0], rows.get("key", "B").orElseThrow());
            assertArrayEquals(new byte[] {3}, rows.get("alias", "a2").orElseThrow());
            // By bytes and not by language, everywhere.
            assertEquals(
                List.of(new Rows.Name("B", ""), new Rows.Name("b", "")), rows.names("key"));
            assertEquals(List.of("a2", "ä/ü '; --\""), rows.owned("alias", "b"));
            assertEquals(List.of(), rows.owned("key", ""));
            assertEquals(2, rows.count("alias"));
            return null;
          });
      store.write(
          rows -> {
            rows.delete("alias", "a2");
            rows.delete("alias", "never there");
            return null;
          });
      assertEquals(Optional.empty(), get(store, "alias", "a2"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void failedWrite_leavesNothing(Kind kind) throws Exception {
    try (RecordStore store = address(kind).create()) {
      Faults.fails(
          KeyOperationException.class,
          () ->
              store.write(
                  rows -> {
                    rows.put("key", "one", "", new byte[1]);
                    throw new KeyOperationException(Reason.INTERNAL, "planted");
                  }));
      assertEquals(Optional.empty(), get(store, "key", "one"));
      put(store, "key", "two", "", "after");
      assertEquals(Optional.of("after"), get(store, "key", "two"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void createTwice_leavesTheFirst(Kind kind) throws Exception {
    StoreAddress address = address(kind);
    try (RecordStore store = address.create()) {
      put(store, "key", "one", "", "mine");
    }
    Faults.fails(
        StoreException.class,
        Reason.ALREADY_EXISTS,
        () -> address.create().close(),
        "left as it is");
    try (RecordStore store = address.open()) {
      assertEquals(Optional.of("mine"), get(store, "key", "one"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void missingStore_isNamedWithItsCure(Kind kind) throws Exception {
    Faults.fails(
        StoreException.class,
        Reason.NOT_FOUND,
        () -> address(kind).open().close(),
        "holdfast init");
  }

  @ParameterizedTest
  @EnumSource
  void discardedStore_isGone(Kind kind) throws Exception {
    StoreAddress address = address(kind);
    address.create().close();
    address.discard();
    Faults.fails(StoreException.class, Reason.NOT_FOUND, () -> address.open().close());
    address.create().close();
  }

  @ParameterizedTest
  @EnumSource
  void closedStore_isUnavailable(Kind kind) throws Exception {
    RecordStore store = address(kind).create();
    store.close();
    Faults.fails(StoreException.class, Reason.UNAVAILABLE, () -> get(store, "key", "one"));
    Faults.fails(StoreException.class, Reason.UNAVAILABLE, () -> put(store, "key", "a", "", "b"));
  }

  @ParameterizedTest
  @EnumSource
  void reader_seesOneStateWhileAnotherWrites(Kind kind) throws Exception {
    StoreAddress address = address(kind);
    try (RecordStore one = address.create();
        RecordStore two = address.open()) {
      put(one, "key", "x", "", "old");
      Optional<byte[]> again =
          one.read(
              rows -> {
                assertEquals(
                    "old", new String(rows.get("key", "x").orElseThrow(), StandardCharsets.UTF_8));
                put(two, "key", "x", "", "new");
                return rows.get("key", "x");
              });
      assertEquals("old", new String(again.orElseThrow(), StandardCharsets.UTF_8));
      assertEquals(Optional.of("new"), get(one, "key", "x"));
    }
  }

  /** Without the lock that serialises writers, increments would be lost or the head would fork. */
  @ParameterizedTest
  @EnumSource
  void writersOfManyClients_areAloneEach(Kind kind) throws Exception {
    int clients = 4;
    int rounds = 25;
    StoreAddress address = address(kind);
    try (SecretMemory key = SecretMemory.copyOf(KEY);
        RecordStore store = address.create()) {
      Ledger.initialise(store, key, "a vault", records -> null);
    }
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    List<Ledger> ledgers = new ArrayList<>();
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> results = new ArrayList<>();
      for (int client = 0; client < clients; client++) {
        Ledger ledger = new Ledger(address.open(), SecretMemory.copyOf(KEY));
        ledgers.add(ledger);
        Callable<Void> counting =
            () -> {
              start.await();
              for (int round = 0; round < rounds; round++) {
                ledger.write(StoreContractTest::increment);
              }
              return null;
            };
        results.add(threads.submit(counting));
      }
      start.countDown();
      for (Future<?> result : results) {
        result.get();
      }
      byte[] count = ledgers.get(0).read(records -> records.get("key", "count")).orElseThrow();
      assertEquals(clients * rounds, Integer.parseInt(new String(count, StandardCharsets.UTF_8)));
      assertEquals(1 + clients * rounds, ledgers.get(1).look());
    } finally {
      ledgers.forEach(Ledger::close);
      threads.shutdownNow();
    }
  }

  private static Void increment(Records records) throws KeyOperationException {
    int count =
        records
            .get("key", "count")
            .map(body -> Integer.parseInt(new String(body, StandardCharsets.UTF_8)))
            .orElse(0);
    records.put("key", "count", "", Integer.toString(count + 1).getBytes(StandardCharsets.UTF_8));
    return null;
  }

  @ParameterizedTest
  @EnumSource
  void anyByteOfAnyRowChanged_isNamedOrHarmless(Kind kind) throws Exception {
    try (SecretMemory key = SecretMemory.copyOf(KEY);
        RecordStore store = address(kind).create()) {
      Ledger.initialise(store, key, "a vault", records -> null);
      Ledger ledger = new Ledger(store, SecretMemory.copyOf(KEY));
      ledger.write(
          records -> {
            records.put("key", "one", "", "the truth".getBytes(StandardCharsets.UTF_8));
            return null;
          });
      int changes = 0;
      for (String[] row : new String[][] {{"key", "one"}, {"head", "head"}}) {
        Rows.Row good = store.read(rows -> rows.find(row[0], row[1])).orElseThrow();
        for (int at = 0; at < good.body().length; at++) {
          byte[] body = good.body().clone();
          body[at] ^= (byte) (1 << (at % 8));
          overwrite(store, row, good.owner(), body);
          Faults.fails(
              KeyOperationException.class,
              Reason.TAMPERED,
              () -> ledger.read(records -> records.get("key", "one")));
          changes++;
        }
        overwrite(store, row, good.owner(), good.body());
      }
      assertTrue(changes > 60, changes + " changes");
      assertEquals(
          "the truth",
          new String(
              ledger.read(records -> records.get("key", "one")).orElseThrow(),
              StandardCharsets.UTF_8));
    }
  }

  private static void overwrite(RecordStore store, String[] row, String owner, byte[] body)
      throws KeyOperationException {
    store.write(
        rows -> {
          rows.put(row[0], row[1], owner, body);
          return null;
        });
  }
}
