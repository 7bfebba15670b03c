// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitTest {
  @TempDir Path folder;

  private Path config() {
    return folder.resolve("holdfast.properties");
  }

  private List<String> files() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void withoutConfiguration_makesItAndTheVaultAndAPinThatOnlyTheOwnerReads() throws Exception {
    Run run = Run.of("init", "--config", folder.resolve("new/dir").resolve("h.properties"));
    assertEquals(0, run.code(), run.err());
    Path pin = folder.resolve("new/dir/h.pin");
    String secret = Files.readString(pin).strip();
    assertTrue(secret.length() >= 32);
    assertFalse(run.out().contains(secret));
    for (String name : List.of("h.pin", "h.properties", "vault.db")) {
      assertEquals(
          "rw-------",
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(folder.resolve("new/dir").resolve(name))));
    }
    assertTrue(run.out().contains("java-security") && run.out().contains("doctor"), run.out());
  }

  @Test
  void asJson_namesWhatWasMade() throws Exception {
    Map<String, Object> document = Run.of("init", "--json", "--config", config()).json();
    assertEquals(config().toString(), document.get("configuration"));
    assertEquals(folder.resolve("vault.db").toString(), document.get("vault"));
    assertEquals(folder.resolve("holdfast.pin").toString(), document.get("pinFile"));
  }

  @Test
  void again_isRefusedAndChangesNothing() throws Exception {
    Run.of("init", "--config", config());
    byte[] pin = Files.readAllBytes(folder.resolve("holdfast.pin"));
    byte[] vault = Files.readAllBytes(folder.resolve("vault.db"));
    Run again = Run.of("init", "--config", config());
    assertEquals(1, again.code());
    assertTrue(again.err().contains("exists already"), again.err());
    assertEquals(1, again.err().lines().count());
    assertArrayEquals(pin, Files.readAllBytes(folder.resolve("holdfast.pin")));
    assertArrayEquals(vault, Files.readAllBytes(folder.resolve("vault.db")));
  }

  @Test
  void vaultThatIsThereAlready_isLeftAndNothingIsMade() throws Exception {
    Files.writeString(folder.resolve("vault.db"), "precious");
    Run run = Run.of("init", "--config", config());
    assertEquals(1, run.code());
    assertEquals(List.of("vault.db"), files());
    assertEquals("precious", Files.readString(folder.resolve("vault.db")));
  }

  @Test
  void pinFileThatIsThereAlready_isLeft() throws Exception {
    Files.writeString(folder.resolve("holdfast.pin"), "precious");
    assertEquals(1, Run.of("init", "--config", config()).code());
    assertEquals(List.of("holdfast.pin"), files());
    assertEquals("precious", Files.readString(folder.resolve("holdfast.pin")));
  }

  @Test
  void shortPin_isRefusedAndNothingStays() throws Exception {
    Path pin = folder.resolve("short");
    SecretFiles.write(pin, "Sesame7");
    Run run = Run.of("init", "--config", config(), "--pin", "file:" + pin);
    assertEquals(1, run.code());
    assertFalse(run.err().contains("Sesame7"));
    assertEquals(List.of("short"), files());
  }

  @Test
  void shortPin_isTakenWhereWeakPinAllowsIt() throws Exception {
    SecretFiles.write(folder.resolve("short"), "Sesame7");
    SecretFiles.write(
        config(), "vault = jdbc:sqlite:vault.db\npin = file:short\nweakPin = allow\n");
    assertEquals(0, Run.of("init", "--config", config()).code());
    assertEquals(0, Run.of("status", "--config", config()).code());
  }

  @Test
  void pinOnTheCommandLine_isRefusedAndNotRepeated() throws Exception {
    Run run = Run.of("init", "--config", config(), "--pin", "correct-horse-battery");
    assertEquals(2, run.code());
    assertFalse(run.err().contains("correct-horse-battery"));
    assertEquals(List.of(), files());
  }

  @Test
  void placesWithANumberSign_areReadBack() throws Exception {
    Path odd = folder.resolve("a #b");
    assertEquals(0, Run.of("init", "--config", odd.resolve("h.properties")).code());
    Run status = Run.of("status", "--config", odd.resolve("h.properties"));
    assertEquals(0, status.code(), status.err());
    assertTrue(status.out().contains(odd.resolve("vault.db").toString()), status.out());
  }

  @Test
  void existingConfigurationWithoutPin_saysWhatToAdd() throws Exception {
    SecretFiles.write(config(), "vault = jdbc:sqlite:vault.db\n");
    Run run = Run.of("init", "--config", config());
    assertEquals(1, run.code());
    assertTrue(run.err().contains("pin = file:"), run.err());
  }

  @Test
  void existingConfiguration_leavesNoRoomForOptions() throws Exception {
    SecretFiles.write(config(), "vault = jdbc:sqlite:vault.db\npin = file:pin\n");
    assertEquals(2, Run.of("init", "--config", config(), "--vault", "other.db").code());
    assertEquals(0, Run.of("init", "--config", config()).code());
    assertEquals(List.of("holdfast.properties", "pin", "vault.db"), files());
  }
}
