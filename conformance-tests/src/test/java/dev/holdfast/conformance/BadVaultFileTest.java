// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.config.Configuration;
import dev.holdfast.kms.QuickVault;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.StoreException;
import dev.holdfast.wiring.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands where the vault should, and a disk that is full. */
class BadVaultFileTest {
  @TempDir Path folder;
  private SmallVault small;

  @BeforeEach
  void makeVault() throws Exception {
    small = new SmallVault(folder);
  }

  private void refused(Reason reason, String... words) {
    Faults.fails(IOException.class, reason, () -> small.load(), words);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void missingVault_isNamedAndNotMade() throws Exception {
    Files.delete(small.file());
    refused(Reason.NOT_FOUND, "no vault", small.file().toString(), "holdfast init");
    assertEquals(List.of("holdfast.properties", "pin"), files());
  }

  @Test
  void directory_isNoVault() throws Exception {
    Files.delete(small.file());
    Files.createDirectory(small.file());
    refused(Reason.NOT_FOUND, small.file().toString(), "is no file");
  }

  @Test
  void randomBytes_areNoVaultAndStay() throws Exception {
    byte[] noise = new byte[50_000];
    new Random(1).nextBytes(noise);
    small.put(noise);
    refused(Reason.TAMPERED, small.file().toString());
    assertArrayEquals(noise, Files.readAllBytes(small.file()));
  }

  @Test
  void emptyFile_isNoVaultAndStays() throws Exception {
    small.put(new byte[0]);
    refused(Reason.TAMPERED, small.file().toString());
    assertEquals(0, Files.size(small.file()));
  }

  @Test
  void anotherProgramsDatabase_isNoVaultAndStays() throws Exception {
    Files.delete(small.file());
    try (Connection connection = small.attack();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("CREATE TABLE customer (name TEXT)");
      statement.executeUpdate("INSERT INTO customer VALUES ('somebody')");
    }
    byte[] before = Files.readAllBytes(small.file());
    refused(Reason.TAMPERED, small.file().toString(), "not a Holdfast vault");
    assertArrayEquals(before, Files.readAllBytes(small.file()));
    assertEquals(List.of("holdfast.properties", "pin", "vault.db"), files());
  }

  @Test
  void vaultThatIsThere_isNotMadeAnew() throws Exception {
    byte[] before = Files.readAllBytes(small.file());
    Faults.fails(
        StoreException.class,
        Reason.ALREADY_EXISTS,
        () ->
            Vaults.initialise(
                Configuration.ofFile(small.configuration()), Fixture.VAULT_PIN.toCharArray()),
        small.file().toString(),
        "exists");
    assertArrayEquals(before, Files.readAllBytes(small.file()));
  }

  @Test
  void weakPin_makesNoVault() throws Exception {
    Files.delete(small.file());
    Faults.fails(
        KeyOperationException.class,
        Reason.LOGIN,
        () ->
            Vaults.initialise(
                Configuration.ofFile(small.configuration()), "short-pin".toCharArray()),
        "12 characters");
    assertFalse(Files.exists(small.file()));
  }

  @Test
  void recordThatAsksForAllMemory_isRefusedSoon() throws Exception {
    for (int[] wish : new int[][] {{1 << 20, 64}, {1 << 20, 1}, {1 << 16, 64}, {-1, 1}}) {
      small.put(new byte[0]);
      Files.delete(small.file());
      QuickVault.initialise(small.file(), Fixture.VAULT_PIN.toCharArray(), wish[0], wish[1]);
      long began = System.nanoTime();
      refused(Reason.TAMPERED, "principal", "Argon2");
      assertTrue(System.nanoTime() - began < 5_000_000_000L);
    }
  }

  @Test
  void fullDisk_isNamedAndLosesNothing() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    List<String> command = new ArrayList<>(List.of("unshare", "--mount"));
    if (!"root".equals(System.getProperty("user.name"))) {
      command.addAll(List.of("--user", "--map-root-user"));
    }
    // The mount is the child's alone and goes with it.
    command.addAll(List.of("sh", "-c", "mount -t tmpfs -o size=400k none \"$0\" && exec \"$@\""));
    command.addAll(List.of(disk.toString(), Program.jdkTool("java")));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp"));
    command.addAll(List.of(System.getProperty("java.class.path")));
    command.addAll(List.of(FullDiskProcess.class.getName(), disk.toString()));
    Program program = Program.run(folder, Map.of(), command);
    assertEquals(
        0,
        program.exitCode(),
        () -> "unshare and mount are of util-linux and mount; " + program.output());
    Faults.holdsNoPin(program.output());
    assertTrue(program.output().contains("All keys are there"), program::output);
    System.out.print(program.output().lines().filter(l -> l.contains("keys")).toList() + "\n");
  }
}
