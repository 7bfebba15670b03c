// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.wiring.Vaults;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** status, list and doctor on a sealed vault. */
class VaultCommandsTest {
  @TempDir Path folder;
  private Path config;

  @BeforeEach
  void makeVault() {
    config = folder.resolve("holdfast.properties");
    assertEquals(0, Run.of("init", "--config", config).code());
  }

  private void makeKey(HoldfastKeySpec spec) throws Exception {
    Provider provider = new HoldfastProvider().configure(config.toString());
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(spec);
    generator.generateKeyPair();
    // As if another program had made it: the command opens the vault for itself.
    Vaults.close(Vaults.open(Configuration.ofFile(config), Optional.empty()));
  }

  @Test
  void status_saysWhatTheVaultIs() throws Exception {
    Run run = Run.of("status", "--config", config);
    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains(folder.resolve("vault.db").toString()), run.out());
    Map<String, Object> document = Run.of("--json", "--config", config, "status").json();
    assertEquals(0, document.get("keys"));
    assertEquals("root", document.get("principal"));
    assertEquals("sealed", document.get("newKeysIn"));
    assertEquals(false, document.get("approvedOnly"));
    assertEquals(false, document.get("validated"));
    assertTrue(run.out().contains("not validated software"), run.out());
    assertEquals(config.toString(), document.get("configuration"));
  }

  @Test
  void list_ofAnEmptyVault_saysSo() throws Exception {
    assertTrue(Run.of("list", "--config", config).out().contains("No keys"));
    assertEquals(List.of(), Run.of("list", "--config", config, "--json").json().get("keys"));
  }

  @Test
  void list_showsAliasOrIdSpecStateAgeAndDescription() throws Exception {
    makeKey(HoldfastKeySpec.builder().alias("web").description("the shop\u001b[2J").build());
    makeKey(HoldfastKeySpec.builder().curve("secp384r1").build());
    Run run = Run.of("list", "--config", config);
    assertEquals(0, run.code(), run.err());
    String web = run.out().lines().filter(line -> line.startsWith("web")).findFirst().orElseThrow();
    assertTrue(
        web.matches("web\\s+ECC_NIST_P256\\s+Enabled\\s+sealed\\s+just now\\s+the shop\\?\\[2J"),
        web);
    List<?> keys = (List<?>) Run.of("list", "--config", config, "--json").json().get("keys");
    assertEquals(2, keys.size());
    Map<?, ?> unnamed =
        keys.stream()
            .map(Map.class::cast)
            .filter(key -> ((List<?>) key.get("aliases")).isEmpty())
            .findFirst()
            .orElseThrow();
    assertTrue(run.out().contains(unnamed.get("id") + "  ECC_NIST_P384"), run.out());
    assertNotNull(unnamed.get("created"));
  }

  @Test
  void doctor_findsNoErrorInAFreshVault() throws Exception {
    Run run = Run.of("doctor", "--config", config);
    assertEquals(0, run.code(), run.out());
    assertTrue(run.out().contains("OK       Backend sealed makes"), run.out());
    List<?> findings =
        (List<?>) Run.of("doctor", "--config", config, "--json").json().get("findings");
    assertTrue(findings.size() > 6, findings.toString());
  }

  @Test
  void doctor_withoutConfiguration_looksAtTheRestAndSaysSo() {
    Run run = Run.of("doctor");
    assertEquals(0, run.code(), run.out());
    assertTrue(run.out().contains("WARNING  No configuration was named"), run.out());
  }

  @Test
  void doctor_pinThatOthersMayRead_isAnErrorWithItsCure() throws Exception {
    Files.setPosixFilePermissions(
        folder.resolve("holdfast.pin"), PosixFilePermissions.fromString("rw-r--r--"));
    Run run = Run.of("doctor", "--config", config);
    assertEquals(1, run.code());
    assertTrue(run.out().contains("ERROR") && run.out().contains("chmod 600"), run.out());
  }

  @Test
  void doctor_configurationThatOthersMayWrite_isAnErrorWithItsCure() throws Exception {
    Files.setPosixFilePermissions(config, PosixFilePermissions.fromString("rw-rw-rw-"));
    Run run = Run.of("doctor", "--config", config);
    assertEquals(1, run.code());
    assertTrue(run.out().contains("chmod go-w"), run.out());
  }

  @Test
  void truncatedVault_isAnErrorOfOneLine() throws Exception {
    try (RandomAccessFile file = new RandomAccessFile(folder.resolve("vault.db").toFile(), "rw")) {
      file.setLength(5000);
    }
    for (String command : List.of("status", "list")) {
      Run run = Run.of(command, "--config", config);
      assertEquals(1, run.code(), command);
      assertEquals(1, run.err().lines().count(), run.err());
      assertTrue(run.err().startsWith("holdfast: "), run.err());
    }
    assertEquals(1, Run.of("doctor", "--config", config).code());
  }

  @Test
  void wrongPin_isSaidWithoutSayingIt() throws Exception {
    Files.writeString(folder.resolve("holdfast.pin"), "not-the-right-pin-at-all");
    Run run = Run.of("status", "--config", config, "--json", "--stacktrace");
    assertEquals(1, run.code());
    Map<?, ?> error = (Map<?, ?>) run.json().get("error");
    assertEquals("LOGIN", error.get("reason"));
    assertTrue(run.err().lines().count() > 1, "a stack trace was asked for");
    assertFalse((run.out() + run.err()).contains("not-the-right-pin-at-all"));
  }

  @Test
  void unknownSetting_isNamedWithFileAndLine() throws Exception {
    Files.writeString(config, Files.readString(config) + "vualt = x\n");
    Run run = Run.of("status", "--config", config);
    assertEquals(1, run.code());
    assertTrue(run.err().contains(config + ", line 3: vualt"), run.err());
  }
}
