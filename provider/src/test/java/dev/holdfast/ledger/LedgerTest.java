// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.ledger;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.Rows;
import dev.holdfast.store.SqliteStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  private static final byte[] KEY =
      "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private SqliteStore store;
  private Ledger ledger;

  @BeforeEach
  void makeLedger() throws KeyOperationException {
    store = SqliteStore.create(folder.resolve("store.db"));
    try (SecretMemory key = SecretMemory.copyOf(KEY)) {
      Ledger.initialise(store, key, "a vault", records -> null);
    }
    ledger = new Ledger(store, SecretMemory.copyOf(KEY));
  }

  @AfterEach
  void closeLedger() {
    ledger.close();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void put(String name, String body) throws KeyOperationException {
    ledger.write(
        records -> {
          records.put("key", name, "", bytes(body));
          return null;
        });
  }

  private String get(String name) throws KeyOperationException {
    return ledger
        .read(records -> records.get("key", name))
        .map(body -> new String(body, StandardCharsets.UTF_8))
        .orElse(null);
  }

  private Rows.Row row(String kind, String name) throws KeyOperationException {
    return store.read(rows -> rows.find(kind, name)).orElseThrow();
  }

  private void forge(String kind, String name, Rows.Row row) throws KeyOperationException {
    store.write(
        rows -> {
          rows.put(kind, name, row.owner(), row.body());
          return null;
        });
  }

  private void assertTampered(String name, String how) {
    KeyOperationException refusal = assertThrows(KeyOperationException.class, () -> get(name));
    assertEquals(Reason.TAMPERED, refusal.reason());
    assertTrue(refusal.getMessage().contains(how), refusal.getMessage());
  }

  @Test
  void manyRecords_areAllFoundAgain() throws Exception {
    Random random = new Random(4711);
    Map<String, String> model = new HashMap<>();
    for (int round = 0; round < 40; round++) {
      ledger.write(
          records -> {
            for (int i = 0; i < 50; i++) {
              String name = "n" + random.nextInt(800);
              if (random.nextInt(4) == 0) {
                records.delete("key", name);
                model.remove(name);
              } else {
                String body = "b" + random.nextInt();
                records.put("key", name, "", bytes(body));
                model.put(name, body);
              }
            }
            return null;
          });
    }
    for (int i = 0; i < 800; i++) {
      assertEquals(model.get("n" + i), get("n" + i));
    }
    assertEquals(model.size(), ledger.read(Records::total));
    assertEquals(41, ledger.look());
  }

  @Test
  void failedWrite_changesNothing() throws Exception {
    put("one", "old");
    assertThrows(
        KeyOperationException.class,
        () ->
            ledger.write(
                records -> {
                  records.put("key", "one", "", bytes("new"));
                  throw new KeyOperationException(Reason.INTERNAL, "planted");
                }));
    assertEquals("old", get("one"));
  }

  @Test
  void changedBody_isNamed() throws Exception {
    put("one", "true");
    forge("key", "one", new Rows.Row("", bytes("false")));
    assertTampered("one", "key record one was changed");
  }

  @Test
  void changedOwner_isNamed() throws Exception {
    put("one", "true");
    forge("key", "one", new Rows.Row("deleting", bytes("true")));
    assertTampered("one", "key record one was changed");
  }

  @Test
  void removedRow_isNamed() throws Exception {
    put("one", "true");
    store.write(
        rows -> {
          rows.delete("key", "one");
          return null;
        });
    assertTampered("one", "key record one was removed");
  }

  @Test
  void addedRow_isNamed() throws Exception {
    forge("key", "two", new Rows.Row("", bytes("false")));
    assertTampered("two", "key record two was added");
  }

  @Test
  void oldRowPutBack_isNamed() throws Exception {
    put("one", "old");
    Rows.Row old = row("key", "one");
    put("one", "new");
    forge("key", "one", old);
    assertTampered("one", "put back from an older state");
  }

  @Test
  void rowsSwapped_areNamed() throws Exception {
    put("one", "1");
    put("two", "2");
    Rows.Row one = row("key", "one");
    forge("key", "one", row("key", "two"));
    forge("key", "two", one);
    assertTampered("one", "was changed");
    assertTampered("two", "was changed");
  }

  @Test
  void treePutBack_isNamed() throws Exception {
    put("one", "old");
    Map<String, Rows.Row> old = new HashMap<>();
    for (Rows.Name name : store.read(rows -> rows.names("tree"))) {
      old.put(name.name(), row("tree", name.name()));
    }
    Rows.Row oldRow = row("key", "one");
    put("one", "new");
    for (Map.Entry<String, Rows.Row> node : old.entrySet()) {
      forge("tree", node.getKey(), node.getValue());
    }
    forge("key", "one", oldRow);
    assertTampered("one", "records do not verify");
  }

  @Test
  void headPutBackWhileOpen_isNamed() throws Exception {
    put("one", "old");
    Rows.Row oldHead = row("head", "head");
    put("one", "new");
    forge("head", "head", oldHead);
    assertTampered("one", "put back to an older state");
  }

  @Test
  void headOfAnotherKey_isNamed() throws Exception {
    byte[] head = row("head", "head").body();
    head[head.length - 1] ^= 1;
    forge("head", "head", new Rows.Row("", head));
    assertTampered("one", "head record does not verify");
  }

  @Test
  void emptyLedger_hasNothing() throws Exception {
    assertEquals(Optional.empty(), ledger.read(records -> records.get("key", "none")));
    assertArrayEquals(HashTree.emptyRoot(), new byte[32]);
  }
}
