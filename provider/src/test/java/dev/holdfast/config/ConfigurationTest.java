// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  private static final String PIN = "a pin that is long enough";

  @TempDir Path folder;

  private Path file(String name, String mode, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    return file;
  }

  private Configuration read(String text) throws Exception {
    return Configuration.ofFile(file("holdfast.properties", "rw-r--r--", text));
  }

  private String refusal(String text) throws IOException {
    Path file = file("holdfast.properties", "rw-r--r--", text);
    return assertThrows(ConfigurationException.class, () -> Configuration.ofFile(file))
        .getMessage();
  }

  @Test
  void designsOwnExample_isRead() throws Exception {
    Configuration configuration =
        read(
            """
            vault            = jdbc:sqlite:/var/lib/holdfast/vault.db      # or another
            pin              = env:HOLDFAST_PIN                            # env:NAME, file:PATH
            principal        = user/app
            region           = local
            account          = 000000000000                                # 12 digits
            backend          = sealed
            engine           = auto
            hsm.main.library = /usr/lib/softhsm/libsofthsm2.so
            hsm.main.token   = payments
            hsm.main.pin     = file:/run/secrets/hsm-pin
            """);
    assertEquals(Optional.of(Path.of("/var/lib/holdfast/vault.db")), configuration.vaultFile());
    assertEquals("user/app", configuration.principal());
    assertEquals("sealed", configuration.backend());
    assertEquals("payments", configuration.hsms().get("main").token());
  }

  @Test
  void relativePath_isRelativeToTheFile() throws Exception {
    assertEquals(
        folder.resolve("data/vault.db"),
        read("vault = jdbc:sqlite:data/vault.db").vaultFile().orElseThrow());
  }

  @Test
  void textFromAStream_isRelativeToTheWorkingDirectory() throws Exception {
    Configuration configuration =
        Configuration.ofText("vault = jdbc:sqlite:v.db".getBytes(StandardCharsets.UTF_8));
    assertEquals(Path.of("v.db").toAbsolutePath(), configuration.vaultFile().orElseThrow());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "valut = jdbc:sqlite:v.db          | line 1: valut: is no setting; there are vault, ",
        "vault = jdbc:h2:v                 | line 1: vault: must be jdbc:sqlite:PATH",
        "vault = jdbc:sqlite:v.db?mode=rwc | line 1: vault: must name a file and nothing more",
        "vault = jdbc:sqlite::memory:      | line 1: vault: must name a file and nothing more",
        "hsm.a.library = /x.so             | line 1: hsm.a.library: needs hsm.a.token beside it",
        "hsm.a.libary = /x.so              | line 1: hsm.a.libary: is no setting of an HSM",
        "pin = env:X                       | neither vault nor hsm.NAME",
        "weakPin = yes                     | line 1: weakPin: must be refuse or allow, not yes",
        "maxStale = 0                      | line 1: maxStale: must be a whole number from 2",
        "vault =                           | line 1: vault: has no value",
      })
  void wrongSetting_isNamedWithItsPlace(String text, String message) throws Exception {
    String refusal = refusal(text + "\n");
    assertTrue(refusal.contains(message), refusal);
    assertTrue(refusal.contains("holdfast.properties"), refusal);
  }

  @Test
  void settingTwice_isRefused() throws Exception {
    String refusal = refusal("vault = jdbc:sqlite:a\n\nvault = jdbc:sqlite:b\n");
    assertTrue(refusal.contains("line 3: vault: is set already in line 1"), refusal);
  }

  @Test
  void backendThatIsNotThere_isRefused() throws Exception {
    String refusal = refusal("vault = jdbc:sqlite:a\nbackend = main\n");
    assertTrue(refusal.contains("line 2: backend: is neither sealed nor an HSM"), refusal);
  }

  @Test
  void fileThatOthersMayWrite_isRefused() throws Exception {
    Path file = file("open.properties", "rw-rw-r--", "vault = jdbc:sqlite:a\n");
    String refusal =
        assertThrows(ConfigurationException.class, () -> Configuration.ofFile(file)).getMessage();
    assertTrue(refusal.contains("chmod go-w"), refusal);
  }

  @Test
  void include_isReadAndTheIncludingFileWins() throws Exception {
    file("base.properties", "rw-r--r--", "vault = jdbc:sqlite:base.db\nregion = north\n");
    Configuration configuration = read("include = base.properties\nregion = south\n");
    assertEquals(folder.resolve("base.db"), configuration.vaultFile().orElseThrow());
    assertTrue(configuration.identity().contains("region=south"));
  }

  @Test
  void circleOfIncludes_isRefused() throws Exception {
    String refusal = refusal("include = holdfast.properties\n");
    assertTrue(refusal.contains("is there a circle?"), refusal);
  }

  @Test
  void pinFromFile_losesItsLineEnd() throws Exception {
    file("pin", "rw-------", PIN + "\n");
    char[] pin = read("vault = jdbc:sqlite:a\npin = file:pin\n").pin().orElseThrow().read();
    assertArrayEquals(PIN.toCharArray(), pin);
  }

  @Test
  void pinFileThatOthersMayRead_isRefusedUnlessAllowed() throws Exception {
    file("pin", "rw-r--r--", PIN);
    PinSource source = read("vault = jdbc:sqlite:a\npin = file:pin\n").pin().orElseThrow();
    String refusal = assertThrows(ConfigurationException.class, source::read).getMessage();
    assertTrue(refusal.contains("line 2: pin: the PIN stands in"), refusal);
    assertFalse(refusal.contains(PIN), refusal);
    String allowed = "vault = jdbc:sqlite:a\npin = file:pin\nweakPin = allow\n";
    assertArrayEquals(PIN.toCharArray(), read(allowed).pin().orElseThrow().read());
  }

  @Test
  void literalPin_isRefusedInAFileThatOthersMayRead() throws Exception {
    PinSource source = read("vault = jdbc:sqlite:a\npin = " + PIN + "\n").pin().orElseThrow();
    String refusal = assertThrows(ConfigurationException.class, source::read).getMessage();
    assertFalse(refusal.contains(PIN), refusal);
  }

  @Test
  void missingVariable_isNamed() throws Exception {
    PinSource source =
        read("vault = jdbc:sqlite:a\npin = env:NO_SUCH_VARIABLE_HERE\n").pin().orElseThrow();
    String refusal = assertThrows(ConfigurationException.class, source::read).getMessage();
    assertTrue(refusal.contains("NO_SUCH_VARIABLE_HERE is not set"), refusal);
  }

  @Test
  void identity_isOfTheVaultAndNotOfHowItIsOpened() throws Exception {
    String plain = read("vault = jdbc:sqlite:a\n").identity();
    assertEquals(plain, read("vault = jdbc:sqlite:a\npin = env:X\nmaxStale = 5\n").identity());
    assertNotEquals(plain, read("vault = jdbc:sqlite:b\n").identity());
    assertFalse(read("vault = jdbc:sqlite:a\npin = " + PIN + "\n").toString().contains(PIN));
  }
}
