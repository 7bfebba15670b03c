// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.SignScheme;
import dev.holdfast.sealed.ProviderEngine;
import dev.holdfast.sealed.SealedBackend;
import dev.holdfast.store.SqliteStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One store opened twice, as two processes would. */
class VaultSharingTest {
  private static final char[] PIN = "a pin that is long".toCharArray();

  @TempDir Path folder;
  private Vault one;
  private Vault two;

  @BeforeEach
  void openTwice() throws KeyOperationException {
    try (SqliteStore store = SqliteStore.create(file())) {
      VaultOpener.initialise(store, PIN, false);
    }
    one = open(Clock.systemUTC());
    two = open(Clock.systemUTC());
  }

  @AfterEach
  void closeBoth() {
    one.close();
    two.close();
  }

  private Path file() {
    return folder.resolve("vault.db");
  }

  private Vault open(Clock clock) throws KeyOperationException {
    return VaultOpener.open(
        SqliteStore.open(file()),
        PIN,
        new VaultOpener.Terms("root", false, Duration.ofSeconds(2), clock),
        Map.of("sealed", new SealedBackend(ProviderEngine.of("auto"), Duration.ofSeconds(5))),
        "sealed");
  }

  private static ManagedKey create(Vault vault, String alias) throws KeyOperationException {
    return vault.createKey(
        new KeyRequest(KeySpec.ec(EcCurve.P_256), Set.of(), Optional.of(alias), ""));
  }

  private interface Condition {
    boolean holds() throws KeyOperationException;
  }

  private static void await(Condition condition) throws Exception {
    Instant deadline = Instant.now().plusSeconds(10);
    while (!condition.holds()) {
      assertTrue(Instant.now().isBefore(deadline), "still not so after 10 s");
      Thread.sleep(20);
    }
  }

  @Test
  void newKey_isSeenByTheOther() throws Exception {
    create(one, "web");
    await(() -> two.names().equals(List.of("web")));
  }

  @Test
  void deletedKey_stopsInTheOther() throws Exception {
    create(one, "web");
    await(() -> two.entry("web").isPresent());
    ManagedKey held = two.entry("web").orElseThrow().key().orElseThrow();
    held.sign(SignScheme.ecdsa(), new byte[32]);
    one.deleteEntry("web");
    await(
        () -> {
          try {
            held.sign(SignScheme.ecdsa(), new byte[32]);
            return false;
          } catch (KeyOperationException e) {
            assertEquals(Reason.INVALID_STATE, e.reason());
            return true;
          }
        });
  }

  @Test
  void deletedKey_isGoneAfterItsWindow() throws Exception {
    create(one, "web");
    one.deleteEntry("web");
    assertEquals(1, one.keys().size());
    Instant later = Instant.now().plus(Duration.ofDays(31));
    open(Clock.fixed(later, ZoneOffset.UTC)).close();
    assertEquals(List.of(), one.keys());
  }

  @Test
  void storeOutOfSight_stopsItsKeysAfterMaxStale() throws Exception {
    ManagedKey key = create(one, "web");
    key.sign(SignScheme.ecdsa(), new byte[32]);
    try (SqliteStore store = SqliteStore.open(file())) {
      store.write(
          rows -> {
            rows.delete("head", "head");
            return null;
          });
    }
    await(
        () -> {
          try {
            key.sign(SignScheme.ecdsa(), new byte[32]);
            return false;
          } catch (KeyOperationException e) {
            assertEquals(Reason.UNAVAILABLE, e.reason());
            assertTrue(e.getMessage().contains("has not been readable since"), e.getMessage());
            return true;
          }
        });
  }

  @Test
  void sameAliasTwice_isRefusedAndLeavesNoKey() throws Exception {
    create(one, "web");
    KeyOperationException refusal =
        assertThrows(KeyOperationException.class, () -> create(two, "web"));
    assertEquals(Reason.ALREADY_EXISTS, refusal.reason());
    assertEquals(1, one.keys().size());
  }

  @Test
  void newPin_replacesTheOld() throws Exception {
    one.changePin("another pin, long too".toCharArray());
    assertTrue(two.isPin("another pin, long too".toCharArray()));
    KeyOperationException refusal =
        assertThrows(KeyOperationException.class, () -> open(Clock.systemUTC()));
    assertEquals(Reason.LOGIN, refusal.reason());
  }

  @Test
  void shortPin_isRefused() {
    KeyOperationException refusal =
        assertThrows(KeyOperationException.class, () -> one.changePin("short".toCharArray()));
    assertTrue(refusal.getMessage().contains("at least 12 characters"), refusal.getMessage());
  }
}
