// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastProvider;
import dev.holdfast.model.KeyOperationException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.UnrecoverableKeyException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration or PIN that is wrong is told by the first use: file, line, setting, allowed. */
class BadConfigurationTest {
  @TempDir Path folder;
  private SmallVault small;
  private String good;

  @BeforeEach
  void makeVault() throws Exception {
    small = new SmallVault(folder);
    good = Files.readString(small.configuration());
  }

  private static KeyStore load(Path configuration, String pin) throws Exception {
    Provider provider = new HoldfastProvider().configure(configuration.toString());
    KeyStore keyStore = KeyStore.getInstance("Holdfast", provider);
    keyStore.load(null, pin == null ? null : pin.toCharArray());
    return keyStore;
  }

  private void refused(Reason reason, String... words) {
    Faults.fails(IOException.class, reason, () -> load(small.configuration(), null), words);
    // A generator, which declares nothing, says the same.
    Provider provider = new HoldfastProvider().configure(small.configuration().toString());
    Faults.fails(
        ProviderException.class,
        reason,
        () -> KeyPairGenerator.getInstance("EC", provider).generateKeyPair(),
        words);
  }

  private void refusedText(String added, String... words) throws IOException {
    Files.writeString(small.configuration(), good + added);
    refused(Reason.CONFIGURATION, words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "pinn = x | line 3: pinn | is no setting | weakPin",
        "backend = cloud | line 3: backend | neither sealed nor an HSM | of this configuration",
        "backend = | line 3: backend | no value | backend",
        "engine = rot13 | line 3: engine | auto, jdk, accp, bc or openssl | rot13",
        "vault.password = env:X | line 3: vault.password | PostgreSQL alone | vault",
        "region = EU! | line 3: region | lower-case letters | EU!",
        "account = 12 | line 3: account | 12 digits | 12",
        "principal = admin | line 3: principal | user/NAME | admin",
        "maxStale = soon | line 3: maxStale | whole number | 86400",
        "maxStale = 1 | line 3: maxStale | from 2 | 86400",
        "maxMessage = 10 | line 3: maxMessage | from 4096 | 999999999",
        "generate = never | line 3: generate | named or always | never",
        "weakPin = yes | line 3: weakPin | refuse or allow | yes",
        "hsm.main.token = t | line 3: hsm.main.token | needs hsm.main.library | beside",
        "hsm.main.colour = red | line 3: hsm.main.colour | no setting of an HSM | library",
        "hsm.sealed.library = /x | line 3: hsm.sealed.library | cannot be called sealed | other",
        "vault = jdbc:sqlite:b.db | line 3: vault | set already in line 1 | vault",
        "account = \\u00 | line 3: account | malformed | escape",
        "include = holdfast.properties | include each other | circle | files",
        "include = missing.properties | missing.properties | cannot be read | configuration",
      })
  void wrongSetting_isNamedWithItsLine(String line, String first, String second, String third)
      throws IOException {
    refusedText(line + "\n", first, second, third);
  }

  @ParameterizedTest
  @CsvSource({
    "postgresql://host/db, must be jdbc:sqlite",
    "jdbc:postgresql:db, must be jdbc:postgresql://HOST",
    "jdbc:postgresql://me:secret@host/db, must be jdbc:postgresql://HOST",
    "jdbc:postgresql://host:70000/db, malformed host or port",
    "jdbc:postgresql://host:/db, malformed host or port",
    "jdbc:postgresql://host/db?password=short-pin, vault.password",
    "jdbc:postgresql://host/db?socketFactory=evil.Factory, has the parameter socketFactory",
    "jdbc:postgresql://host/db?sslmode=prefer, wrong sslmode",
    "jdbc:postgresql://host/db?user=a&user=b, user twice",
    "jdbc:postgresql://host/db?user, wrong user",
    "jdbc:postgresql://host/d%62, must be jdbc:postgresql://HOST",
    "jdbc:sqlite::memory:, no memory database",
    "jdbc:sqlite:v.db?mode=ro, no parameters",
    "jdbc:sqlite:a\\u0000b, path",
  })
  void wrongVaultUrl_isNamed(String url, String why) throws IOException {
    Files.writeString(small.configuration(), "vault = " + url + "\npin = file:pin\n");
    refused(Reason.CONFIGURATION, "line 1: vault", why);
  }

  @Test
  void malformedPath_inAnySetting_isNamed() throws IOException {
    Files.writeString(
        small.configuration(), "vault = jdbc:sqlite:vault.db\npin = file:p\\u0000n\n");
    refused(Reason.CONFIGURATION, "line 2: pin", "path");
    Files.writeString(small.configuration(), good + "include = a\\u0000b\n");
    refused(Reason.CONFIGURATION, "line 3: include", "path");
  }

  @Test
  void configurationWrittenByOthers_isRefused() throws IOException {
    Files.setPosixFilePermissions(
        small.configuration(), PosixFilePermissions.fromString("rw-rw-r--"));
    refused(Reason.CONFIGURATION, small.configuration().toString(), "chmod go-w");
  }

  @Test
  void missingConfiguration_isNamed() throws IOException {
    Files.delete(small.configuration());
    refused(Reason.CONFIGURATION, small.configuration().toString(), "cannot be read");
  }

  @Test
  void includeCircle_ends() throws IOException {
    Path other = folder.resolve("other.properties");
    Files.writeString(other, "include = holdfast.properties\n");
    Files.writeString(small.configuration(), good + "include = other.properties\n");
    refused(Reason.CONFIGURATION, "circle");
  }

  @Test
  void pinFileReadByOthers_isRefused() throws IOException {
    Path pin = folder.resolve("pin");
    Files.setPosixFilePermissions(pin, PosixFilePermissions.fromString("rw-r--r--"));
    refused(Reason.CONFIGURATION, "line 2: pin", pin.toString(), "chmod 600");
  }

  @Test
  void literalPinInAFileReadByOthers_isRefused() throws IOException {
    Files.writeString(
        small.configuration(), "vault = jdbc:sqlite:vault.db\npin = " + Fixture.VAULT_PIN + "\n");
    Files.setPosixFilePermissions(
        small.configuration(), PosixFilePermissions.fromString("rw-r--r--"));
    refused(Reason.CONFIGURATION, "line 2: pin", "chmod 600");
  }

  @Test
  void emptyOrMissingPin_isNamed() throws IOException {
    Files.writeString(folder.resolve("pin"), "\n");
    refused(Reason.CONFIGURATION, "line 2: pin", "is empty");
    Files.delete(folder.resolve("pin"));
    refused(Reason.CONFIGURATION, "line 2: pin", "cannot be read");
    Files.writeString(
        small.configuration(), "vault = jdbc:sqlite:vault.db\npin = env:HOLDFAST_NO_SUCH\n");
    refused(Reason.CONFIGURATION, "line 2: pin", "HOLDFAST_NO_SUCH", "not set");
    Files.writeString(small.configuration(), "vault = jdbc:sqlite:vault.db\npin = prompt\n");
    refused(Reason.CONFIGURATION, "line 2: pin", "terminal");
    Files.writeString(small.configuration(), "vault = jdbc:sqlite:vault.db\n");
    refused(Reason.LOGIN, "no PIN", "pin is missing");
  }

  @Test
  void wrongPin_inTheConfiguration_isALoginFailure() throws Exception {
    Files.writeString(folder.resolve("pin"), Faults.WRONG_PIN);
    refused(Reason.LOGIN, "PIN of root", "wrong", small.file().toString());
  }

  @Test
  void wrongKeyStorePassword_isAnUnrecoverableKey() throws Exception {
    for (boolean open : new boolean[] {false, true}) {
      IOException failure =
          Faults.fails(
              IOException.class,
              Reason.LOGIN,
              () -> load(small.configuration(), Faults.WRONG_PIN),
              "PIN");
      assertEquals(UnrecoverableKeyException.class, failure.getCause().getClass(), "open: " + open);
      small.load();
    }
    Faults.fails(
        IOException.class,
        Reason.LOGIN,
        () -> load(small.configuration(), "changeit"),
        "changeit",
        "certificateKeystorePassword");
    assertTrue(load(small.configuration(), Fixture.VAULT_PIN).containsAlias("web"));
    small.close();
  }

  @Test
  void weakPin_isRefusedAndTheOldOneStays() throws Exception {
    KeyStore keyStore = small.load();
    Faults.fails(
        IOException.class,
        Reason.LOGIN,
        () -> keyStore.store(null, "short-pin".toCharArray()),
        "12 characters",
        "weakPin");
    small.close();
    assertTrue(Probe.of(small, "after a weak PIN").isUntouched());
  }

  @Test
  void wrongConfiguration_breaksNothingUntilUsed() throws Exception {
    Files.writeString(small.configuration(), "nonsense\n");
    Provider provider = new HoldfastProvider().configure(small.configuration().toString());
    assertTrue(provider.getServices().size() > 10);
    assertThrows(
        java.security.NoSuchAlgorithmException.class,
        () -> provider.getService("KeyPairGenerator", "EC").newInstance(null));
    byte[] before = Files.readAllBytes(small.file());
    refused(Reason.CONFIGURATION, "line 1: nonsense");
    assertArrayEquals(before, Files.readAllBytes(small.file()));
  }
}
