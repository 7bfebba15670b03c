// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.KeyOperationException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.UnrecoverableKeyException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody who can write the vault's rows, but has no PIN, is found out by name every time. */
class TamperedRowTest {
  @TempDir Path folder;
  private SmallVault small;

  @BeforeEach
  void makeVault() throws Exception {
    small = new SmallVault(folder);
  }

  @AfterEach
  void closeVault() throws Exception {
    try {
      small.close();
    } catch (dev.holdfast.model.KeyOperationException e) {
      // It does not open: there is nothing to close.
      assertTrue(e.getMessage().length() > 10);
    }
  }

  private void attack(String... statements) throws SQLException {
    try (Connection connection = small.attack();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.executeUpdate(sql);
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // a row as it was, never compared
  private record Row(String kind, String name, String owner, byte[] body) {}

  private List<Row> rows() throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (Connection connection = small.attack();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT kind, name, owner, body FROM record")) {
      while (result.next()) {
        rows.add(
            new Row(
                result.getString(1), result.getString(2), result.getString(3), result.getBytes(4)));
      }
    }
    return rows;
  }

  private void put(Row row) throws SQLException {
    try (Connection connection = small.attack();
        PreparedStatement statement =
            connection.prepareStatement("INSERT OR REPLACE INTO record VALUES (?, ?, ?, ?)")) {
      statement.setString(1, row.kind());
      statement.setString(2, row.name());
      statement.setString(3, row.owner());
      statement.setBytes(4, row.body());
      statement.executeUpdate();
    }
  }

  private String keyOf(String alias) throws SQLException {
    return rows().stream()
        .filter(row -> row.kind().equals("alias") && row.name().equals(alias))
        .map(Row::owner)
        .findFirst()
        .orElseThrow();
  }

  /** The vault opens, using everything meets a failure that says so, and the doctor sees it. */
  private void assertNamed(String... words) throws Exception {
    Probe probe = Probe.of(small, "attack");
    assertTrue(probe.isDiagnosed(), probe::toString);
    assertTrue(
        probe.failures().stream()
            .anyMatch(
                failure ->
                    Faults.reason(failure).equals(Optional.of(Reason.TAMPERED))
                        && List.of(words).stream().allMatch(failure.getMessage()::contains)),
        probe::toString);
  }

  private void assertDoesNotOpen(Reason reason, String... words) {
    Faults.fails(IOException.class, reason, () -> small.load(), words);
  }

  /** Every record, in one byte; each byte of each in the full form. */
  @Test
  void A11_aChangedByteOfAnyRecord_isNamed() throws Exception {
    boolean full = Boolean.getBoolean("holdfast.full");
    Random random = new Random();
    byte[] whole = Files.readAllBytes(small.file());
    for (Row row : rows()) {
      int places = row.body().length;
      for (int at = full ? 0 : random.nextInt(places); at < places; at += full ? 1 : places) {
        byte[] changed = row.body().clone();
        changed[at] ^= (byte) (1 << random.nextInt(8));
        // Not the row alone: a use leaves a note, and with it another tree.
        small.put(whole);
        put(new Row(row.kind(), row.name(), row.owner(), changed));
        String what = row.kind() + " " + row.name() + ", byte " + at;
        Probe probe = Probe.of(small, what);
        List<String> said = new ArrayList<>();
        probe.failures().forEach(failure -> said.add(failure.getMessage()));
        assertFalse(said.isEmpty() && !probe.isDiagnosed(), probe::toString);
        if (List.of("key", "alias", "certificate").contains(row.kind())) {
          assertTrue(said.stream().anyMatch(text -> text.contains(row.name())), probe::toString);
        }
      }
    }
    small.put(whole);
    assertTrue(Probe.of(small, "all put back").isUntouched());
  }

  @Test
  void removedKey_isNamed() throws Exception {
    String web = keyOf("web");
    attack("DELETE FROM record WHERE kind = 'key' AND name = '" + web + "'");
    assertNamed("key", web, "removed");
    KeyStore keyStore = small.load();
    Faults.fails(
        UnrecoverableKeyException.class, Reason.TAMPERED, () -> keyStore.getKey("web", null), web);
  }

  @Test
  void removedAlias_isNamed() throws Exception {
    attack("DELETE FROM record WHERE kind = 'alias' AND name = 'web'");
    assertNamed("alias", "web", "removed");
  }

  @Test
  void removedKeyAndAlias_areNamed() throws Exception {
    String web = keyOf("web");
    attack("DELETE FROM record WHERE name IN ('web', '" + web + "')");
    assertNamed("web", "removed");
  }

  @Test
  void swappedKeys_areNamed() throws Exception {
    String web = keyOf("web");
    String data = keyOf("data");
    attack(
        "UPDATE record SET name = 'aside' WHERE kind = 'key' AND name = '" + web + "'",
        "UPDATE record SET name = '" + web + "' WHERE kind = 'key' AND name = '" + data + "'",
        "UPDATE record SET name = '" + data + "' WHERE kind = 'key' AND name = 'aside'");
    assertNamed("key", web, "changed");
  }

  @Test
  void repointedAlias_isNamed() throws Exception {
    byte[] ofData =
        rows().stream()
            .filter(row -> row.kind().equals("alias") && row.name().equals("data"))
            .findFirst()
            .orElseThrow()
            .body();
    put(new Row("alias", "web", keyOf("data"), ofData));
    assertNamed("alias", "web", "changed");
  }

  @Test
  void changedOwner_isNamed() throws Exception {
    String web = keyOf("web");
    attack("UPDATE record SET owner = 'other' WHERE kind = 'key' AND name = '" + web + "'");
    assertNamed("key", web, "changed");
  }

  @Test
  void keyMarkedAsHalfMadeByHand_isNamedAndNotRemoved() throws Exception {
    String web = keyOf("web");
    attack("UPDATE record SET owner = 'creating' WHERE kind = 'key' AND name = '" + web + "'");
    assertDoesNotOpen(Reason.TAMPERED, "key", web, "changed");
    attack("UPDATE record SET owner = '' WHERE kind = 'key' AND name = '" + web + "'");
    assertTrue(Probe.of(small, "mended").isUntouched());
  }

  @Test
  void oldRecord_putBack_isNamed() throws Exception {
    Row old = rows().stream().filter(row -> row.name().equals(keyIn("web"))).findFirst().get();
    KeyStore keyStore = small.load();
    keyStore.deleteEntry("web");
    small.close();
    put(old);
    KeyStore again = small.load();
    Faults.fails(
        ProviderException.class,
        Reason.TAMPERED,
        () -> again.containsAlias(old.name()),
        old.name(),
        "older state");
  }

  private String keyIn(String alias) {
    try {
      return keyOf(alias);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void oldTree_putBackWithItsRecord_isNamed() throws Exception {
    List<Row> old = rows();
    small.load().deleteEntry("web");
    small.close();
    for (Row row : old) {
      if (!row.kind().equals("head")) {
        put(row);
      }
    }
    KeyStore keyStore = small.load();
    Faults.fails(
        UnrecoverableKeyException.class,
        Reason.TAMPERED,
        () -> keyStore.getKey("web", null),
        "tree node",
        "older state");
  }

  @Test
  void everyTreeNode_isNeeded() throws Exception {
    // The whole file, since a vault that is used writes: an old node beside new rows is an attack.
    byte[] whole = Files.readAllBytes(small.file());
    for (Row row : rows()) {
      if (row.kind().equals("tree")) {
        attack("DELETE FROM record WHERE kind = 'tree' AND name = '" + row.name() + "'");
        Probe probe = Probe.of(small, "without tree node " + row.name());
        assertTrue(probe.isDiagnosed(), probe::toString);
        small.put(whole);
      }
    }
    Probe mended = Probe.of(small, "mended");
    assertTrue(mended.isUntouched(), mended::toString);
  }

  @Test
  void removedHead_isNamed() throws Exception {
    attack("DELETE FROM record WHERE kind = 'head'");
    assertDoesNotOpen(Reason.TAMPERED, "head", "removed");
  }

  @Test
  void removedOwner_isNamed() throws Exception {
    attack("DELETE FROM record WHERE kind = 'principal'");
    assertDoesNotOpen(Reason.LOGIN, small.file().toString(), "no principal root");
  }

  @Test
  void headOfAnotherVault_isNamed(@TempDir Path otherFolder) throws Exception {
    SmallVault other = new SmallVault(otherFolder);
    byte[] head;
    try (Connection connection = other.attack();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("SELECT body FROM record WHERE kind = 'head'")) {
      head = result.getBytes(1);
    }
    put(new Row("head", "head", "", head));
    assertDoesNotOpen(Reason.TAMPERED, "head", "changed");
  }

  @Test
  void addedAlias_isNamedAndLeadsNowhere() throws Exception {
    byte[] alias =
        rows().stream()
            .filter(row -> row.kind().equals("alias") && row.name().equals("web"))
            .findFirst()
            .orElseThrow()
            .body();
    put(new Row("alias", "evil", keyOf("web"), alias));
    KeyStore keyStore = small.load();
    Faults.fails(
        UnrecoverableKeyException.class,
        Reason.TAMPERED,
        () -> keyStore.getKey("evil", null),
        "evil",
        "added");
    Faults.fails(
        ProviderException.class,
        Reason.TAMPERED,
        () -> keyStore.isKeyEntry("evil"),
        "evil",
        "added");
    assertTrue(Probe.of(small, "added").isDiagnosed());
  }

  @Test
  void addedCertificate_isNamedAndNotTrusted() throws Exception {
    byte[] ca =
        rows().stream()
            .filter(row -> row.kind().equals("certificate"))
            .findFirst()
            .orElseThrow()
            .body();
    put(new Row("certificate", "evil", "", ca));
    KeyStore keyStore = small.load();
    Faults.fails(
        ProviderException.class,
        Reason.TAMPERED,
        () -> keyStore.getCertificate("evil"),
        "evil",
        "added");
  }

  @Test
  void wholeOldState_putBackWhileOpen_stopsKeysInUse() throws Exception {
    List<Row> old = rows();
    KeyStore keyStore = small.load();
    PrivateKey web = (PrivateKey) keyStore.getKey("web", null);
    small.makeSecret("later");
    try (Connection connection = small.attack();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("DELETE FROM record");
    }
    for (Row row : old) {
      put(row);
    }
    Faults.fails(
        UnrecoverableKeyException.class,
        Reason.TAMPERED,
        () -> keyStore.getKey("data", null),
        "older state",
        "while it was open");
    Signature signature = Signature.getInstance("SHA256withECDSA", small.provider());
    Faults.fails(
        ProviderException.class, Reason.TAMPERED, () -> signature.initSign(web), "older state");
  }

  @Test
  void tamperedVault_takesNoWriteThatWouldHideIt() throws Exception {
    String web = keyOf("web");
    attack("DELETE FROM record WHERE kind = 'key' AND name = '" + web + "'");
    KeyStore keyStore = small.load();
    Faults.fails(KeyStoreException.class, Reason.TAMPERED, () -> keyStore.deleteEntry("web"), web);
    // Another key can still be made; what was removed stays named.
    small.makeSecret("another");
    small.close();
    assertNamed("key", web, "removed");
  }

  @Test
  void newerFormat_isRefusedAndNotTouched() throws Exception {
    attack("PRAGMA user_version = 3");
    byte[] before = Files.readAllBytes(small.file());
    assertDoesNotOpen(
        Reason.UNSUPPORTED, small.file().toString(), "format 3", "newer", "use a newer Holdfast");
    assertArrayEquals(before, Files.readAllBytes(small.file()));
    attack("PRAGMA user_version = 2");
    assertTrue(Probe.of(small, "mended").isUntouched());
  }

  @Test
  void newerRecord_isRefusedByName() throws Exception {
    byte[] body =
        rows().stream().filter(r -> r.kind().equals("principal")).findFirst().get().body();
    // A DER sequence of up to 255 bytes begins 30 81 LL 02 01 and then the version.
    int version = (body[1] & 0xff) == 0x81 ? 5 : 4;
    assertEquals(1, body[version]);
    body[version] = 2;
    put(new Row("principal", "root", "", body));
    assertDoesNotOpen(Reason.UNSUPPORTED, "principal root", "version 2", "newer");
  }
}
