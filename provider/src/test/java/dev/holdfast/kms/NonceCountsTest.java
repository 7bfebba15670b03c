// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.sealed.ProviderEngine;
import dev.holdfast.sealed.SealedBackend;
import dev.holdfast.store.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Random nonces are counted, warned of and refused, whoever takes them. */
class NonceCountsTest {
  private static final KeyId KEY = new KeyId("k");
  private static final byte[] MATERIAL = {1, 2};
  private static final char[] PIN = "a pin that is long".toCharArray();

  /** What is written down, and how often. */
  private static final class Book implements NonceCounts.Reserve {
    private final Map<String, Long> taken = new HashMap<>();
    private int writes;

    @Override
    public synchronized long more(KeyId key, String material, long count) {
      writes++;
      return taken.merge(material, count, Long::sum) - count;
    }
  }

  private static long takeAll(NonceCounts counts, byte[] material) {
    long taken = 0;
    try {
      while (true) {
        counts.take(KEY, counts.of(material));
        taken++;
      }
    } catch (KeyOperationException e) {
      assertEquals(Reason.INVALID_STATE, e.reason());
      return taken;
    }
  }

  @Test
  void everyNumberIsTakenOnce_andNoneBeyondTheLimit() {
    Book book = new Book();
    assertEquals(10_000, takeAll(new NonceCounts(book, 5_000, 10_000), MATERIAL));
    assertEquals(0, takeAll(new NonceCounts(book, 5_000, 10_000), MATERIAL), "in another process");
    assertEquals(
        10_000, takeAll(new NonceCounts(book, 5_000, 10_000), new byte[] {3}), "another key");
  }

  @Test
  void processesTogetherStayBelowTheLimit() throws KeyOperationException {
    Book book = new Book();
    NonceCounts one = new NonceCounts(book, 5_000, 10_000);
    NonceCounts two = new NonceCounts(book, 5_000, 10_000);
    long taken = 0;
    for (int i = 0; i < 1000; i++) {
      one.take(KEY, one.of(MATERIAL));
      two.take(KEY, two.of(MATERIAL));
      taken += 2;
    }
    taken += takeAll(one, MATERIAL);
    taken += takeAll(two, MATERIAL);
    assertTrue(taken <= 10_000, () -> "together more than the limit");
    assertTrue(taken > 4_000, "strides waste little");
  }

  @Test
  void writesAreFew_andARefusedKeyCostsNone() throws KeyOperationException {
    Book book = new Book();
    NonceCounts counts = new NonceCounts(book, 1L << 31, 1_000_000);
    for (int i = 0; i < 500_000; i++) {
      counts.take(KEY, counts.of(MATERIAL));
    }
    assertTrue(book.writes < 20, () -> book.writes + " writes");
    takeAll(counts, MATERIAL);
    int writes = book.writes;
    takeAll(counts, MATERIAL);
    takeAll(counts, MATERIAL);
    assertEquals(writes, book.writes);
  }

  @Test
  void warningComesOnce_andNamesTheKey() throws KeyOperationException {
    List<String> warnings = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord logged) {
            warnings.add(logged.getMessage());
          }

          @Override
          public void flush() {
            // Nothing is kept.
          }

          @Override
          public void close() {
            // Nothing is open.
          }
        };
    Logger logger = Logger.getLogger("dev.holdfast.vault");
    logger.addHandler(handler);
    logger.setUseParentHandlers(false);
    try {
      NonceCounts counts = new NonceCounts(new Book(), 100, 1_000);
      for (int i = 0; i < 100; i++) {
        counts.take(KEY, counts.of(MATERIAL));
      }
      assertEquals(0, warnings.size());
      for (int i = 0; i < 100; i++) {
        counts.take(KEY, counts.of(MATERIAL));
      }
      assertEquals(1, warnings.size(), warnings.toString());
    } finally {
      logger.removeHandler(handler);
      logger.setUseParentHandlers(true);
    }
  }

  @Test
  void sessionKeysAreCountedHere_andTakeTheirNumberAlong() throws KeyOperationException {
    Book book = new Book();
    NonceCounts counts = new NonceCounts(book, 500, 1_000);
    NonceCounts.Count session = new NonceCounts.Count();
    for (int i = 0; i < 600; i++) {
      counts.takeOfSession(KEY, session);
    }
    assertEquals(0, book.writes);
    counts.carry(session, KEY, MATERIAL);
    assertEquals(400, takeAll(counts, MATERIAL));
    for (int i = 0; i < 400; i++) {
      counts.takeOfSession(KEY, session);
    }
    KeyOperationException refusal =
        assertThrows(KeyOperationException.class, () -> counts.takeOfSession(KEY, session));
    assertEquals(Reason.INVALID_STATE, refusal.reason());
  }

  @Test
  void vaultKeepsTheCount(@TempDir Path folder) throws KeyOperationException {
    Path file = folder.resolve("vault.db");
    try (SqliteStore store = SqliteStore.create(file)) {
      VaultOpener.initialise(store, PIN, false);
    }
    KeyId id;
    try (Vault vault = open(file)) {
      vault.limitNonces(100, 200);
      ManagedKey key = create(vault, "one");
      id = key.id();
      for (int i = 0; i < 200; i++) {
        key.countRandomNonce();
      }
      assertThrows(KeyOperationException.class, key::countRandomNonce);
      create(vault, "two").countRandomNonce();
      for (Finding finding : vault.diagnose()) {
        assertEquals(Finding.Severity.OK, finding.severity(), finding.what());
      }
    }
    try (Vault vault = open(file)) {
      vault.limitNonces(100, 200);
      ManagedKey again = vault.entry("one").orElseThrow().key().orElseThrow();
      assertEquals(id, again.id());
      KeyOperationException refusal =
          assertThrows(KeyOperationException.class, again::countRandomNonce);
      assertEquals(Reason.INVALID_STATE, refusal.reason());
      assertTrue(refusal.getMessage().contains(id.value()), refusal.getMessage());
    }
  }

  private static Vault open(Path file) throws KeyOperationException {
    return VaultOpener.open(
        SqliteStore.open(file),
        PIN,
        new VaultOpener.Terms("root", false, Duration.ofSeconds(2), Clock.systemUTC()),
        Map.of("sealed", new SealedBackend(ProviderEngine.of("auto"), Duration.ofSeconds(5))),
        "sealed");
  }

  private static ManagedKey create(Vault vault, String alias) throws KeyOperationException {
    return vault.createKey(
        new KeyRequest(KeySpec.aes(256), Set.of(KeyUsage.ENCRYPT_DECRYPT), Optional.of(alias), ""));
  }
}
