// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.Finding;
import dev.holdfast.kms.VaultOpener;
import dev.holdfast.model.KeyOperationException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.ProviderException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Fills a small disk with keys, and then looks whether any is lost; ends with 0 if none is. */
final class FullDiskProcess {
  private static final int ROUNDS = 3;
  private static final int BALLAST = 60_000;

  private FullDiskProcess() {}

  /**
   * Runs.
   *
   * @param arguments the disk
   */
  public static void main(String[] arguments) throws Exception {
    Path disk = Path.of(arguments[0]);
    Path ballast = disk.resolve("ballast");
    Files.write(ballast, new byte[BALLAST]);
    SmallVault small = new SmallVault(disk);
    Set<String> acknowledged = new TreeSet<>(small.names());
    for (int round = 0; round < ROUNDS; round++) {
      fill(small, "r" + round + "-", acknowledged);
      // While the disk is full, and once it is not.
      check(small, small.load(), acknowledged);
      Files.delete(ballast);
      small.close();
      check(small, small.load(), acknowledged);
      small.makePair("room-" + round);
      acknowledged.add("room-" + round);
      check(small, small.load(), acknowledged);
      Files.write(ballast, new byte[BALLAST]);
    }
    noVaultIsLeft(disk);
    System.out.println("All keys are there: " + acknowledged.size());
  }

  private static void fill(SmallVault small, String prefix, Set<String> acknowledged)
      throws Exception {
    int failures = 0;
    for (int count = 0; failures < 3; count++) {
      String alias = prefix + count;
      try {
        if (count % 2 == 0) {
          small.makePair(alias);
        } else {
          small.makeSecret(alias);
        }
        acknowledged.add(alias);
      } catch (ProviderException e) {
        Faults.holdsNoPin(e);
        assertEquals(Optional.of(Reason.UNAVAILABLE), Faults.reason(e), () -> Faults.trace(e));
        assertTrue(e.getMessage().contains("full; nothing was changed"), () -> Faults.trace(e));
        failures++;
      }
    }
    System.out.println("The disk is full with " + acknowledged.size() + " keys");
  }

  private static void check(SmallVault small, KeyStore keyStore, Set<String> acknowledged)
      throws Exception {
    assertEquals(acknowledged, SmallVault.namesOf(keyStore));
    for (String alias : acknowledged) {
      assertTrue(keyStore.containsAlias(alias), alias);
    }
    assertTrue(
        small.vault().diagnose().stream().allMatch(f -> f.severity() == Finding.Severity.OK),
        () -> "The doctor finds something after a full disk");
  }

  /** A vault that cannot be finished is not left half made. */
  private static void noVaultIsLeft(Path disk) throws IOException {
    Path filler = disk.resolve("filler");
    try {
      Files.write(filler, new byte[1 << 20]);
    } catch (IOException e) {
      System.out.println("The disk is filled: " + e.getMessage());
    }
    Path second = disk.resolve("second.db");
    Path configuration = disk.resolve("second.properties");
    Path elsewhere = Files.createTempFile("second", ".properties");
    Files.writeString(elsewhere, "vault = jdbc:sqlite:" + second + "\n");
    try {
      Faults.fails(
          dev.holdfast.store.StoreException.class,
          Reason.UNAVAILABLE,
          () ->
              dev.holdfast.wiring.Vaults.initialise(
                  dev.holdfast.config.Configuration.ofFile(elsewhere),
                  Fixture.VAULT_PIN.toCharArray()),
          second.toString());
      assertTrue(Files.notExists(second), "a half-made vault is left; " + VaultOpener.OWNER);
      assertTrue(Files.notExists(configuration));
    } finally {
      Files.delete(elsewhere);
    }
  }
}
