// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.fuzz;

import dev.holdfast.ledger.Ledger;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.Rows;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Somebody edits the rows of a store by every means there is: what is then read is true, or the
 * change is named.
 */
public final class StoreFuzz {
  private static final String TRUTH = "the truth";
  private static final List<String> NAMES = List.of("one", "two", "three");
  private static final TreeMap<String, Rows.Row> GOOD = new TreeMap<>();
  private static MemoryStore store;
  private static Ledger ledger;

  private StoreFuzz() {}

  /** Makes a ledger with a few records; the fuzzer's own name for it. */
  public static void fuzzerInitialize() throws KeyOperationException {
    byte[] key = new byte[32];
    store = new MemoryStore();
    try (SecretMemory headKey = SecretMemory.copyOf(key)) {
      Ledger.initialise(store, headKey, "a vault", records -> null);
    }
    ledger = new Ledger(store, SecretMemory.copyOf(key));
    for (String name : NAMES) {
      ledger.write(
          records -> {
            records.put("key", name, "", (TRUTH + name).getBytes(StandardCharsets.UTF_8));
            return null;
          });
    }
    GOOD.putAll(store.rows());
  }

  /** One try: five bytes are one edit. The fuzzer's own name for it. */
  public static void fuzzerTestOneInput(byte[] data) {
    store.rows().clear();
    store.rows().putAll(GOOD);
    ByteBuffer edits = ByteBuffer.wrap(data);
    while (edits.remaining() >= 5) {
      edit(edits.get() & 0xff, edits.get() & 0xff, edits.getShort() & 0xffff, edits.get());
    }
    for (String name : NAMES) {
      try {
        Optional<byte[]> body = ledger.read(records -> records.get("key", name));
        if (!Arrays.equals(
            body.orElse(new byte[0]), (TRUTH + name).getBytes(StandardCharsets.UTF_8))) {
          throw new AssertionError("An edit was believed");
        }
      } catch (KeyOperationException e) {
        if (e.reason() != Reason.TAMPERED) {
          throw new AssertionError("An unexpected refusal", e);
        }
      }
    }
  }

  private static void edit(int action, int which, int place, byte value) {
    if (store.rows().isEmpty()) {
      return;
    }
    List<String> names = new ArrayList<>(store.rows().keySet());
    String name = names.get(which % names.size());
    Rows.Row row = store.rows().get(name);
    byte[] body = row.body().clone();
    switch (action % 6) {
      case 0 -> store.rows().remove(name);
      case 1 -> store.rows().put(name, new Rows.Row(row.owner() + (char) (value & 0x7f), body));
      case 2 -> store.rows().put(name, store.rows().get(names.get(place % names.size())));
      case 3 -> store.rows().put(name, new Rows.Row(row.owner(), Arrays.copyOf(body, place % 700)));
      case 4 -> store.rows().put(name + (char) (value & 0x7f), row);
      default -> {
        if (body.length > 0) {
          body[place % body.length] ^= value;
        }
        store.rows().put(name, new Rows.Row(row.owner(), body));
      }
    }
  }
}
