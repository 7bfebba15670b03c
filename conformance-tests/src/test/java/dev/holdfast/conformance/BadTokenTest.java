// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastProvider;
import dev.holdfast.model.KeyOperationException.Reason;
import java.io.IOException;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A library, token or token PIN that is wrong is told by setting; a PIN is tried once. */
class BadTokenTest {
  private static final String[] SPY = {
    "/usr/lib/x86_64-linux-gnu/pkcs11-spy.so",
    "/usr/lib/x86_64-linux-gnu/pkcs11/pkcs11-spy.so",
    "/usr/lib64/pkcs11/pkcs11-spy.so",
    "/usr/lib/pkcs11/pkcs11-spy.so"
  };

  @TempDir Path folder;

  /** The backends that have a token. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SEALED")
  @Retention(RetentionPolicy.RUNTIME)
  @interface WithToken {}

  /** The fixture's configuration with one setting replaced. */
  private Path changed(Fixture fixture, String setting, String value) throws IOException {
    Path file = folder.resolve(setting + ".properties");
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(fixture.configuration())) {
      lines.add(line.startsWith(setting + " ") ? setting + " = " + value : line);
    }
    return Files.write(file, lines);
  }

  /** What is used first is refused: opening where a token stands alone, else making a key. */
  private static void refused(Fixture fixture, Path configuration, Reason reason, String... words)
      throws Exception {
    Provider provider = new HoldfastProvider().configure(configuration.toString());
    KeyStore keyStore = KeyStore.getInstance("Holdfast", provider);
    if (fixture.backend().hasVault()) {
      keyStore.load(null, null);
    } else {
      Faults.fails(IOException.class, reason, () -> keyStore.load(null, null), words);
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    Faults.fails(ProviderException.class, reason, generator::generateKeyPair, words);
  }

  @WithToken
  void missingLibrary_isNamed(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Path configuration = changed(fixture, "hsm.main.library", "/nowhere/libhsm.so");
      refused(
          fixture, configuration, Reason.CONFIGURATION, "hsm.main.library", "/nowhere/libhsm.so");
    }
  }

  @WithToken
  void libraryThatIsNoLibrary_isNamed(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Path text = Files.writeString(folder.resolve("text.so"), "no ELF at all");
      Path configuration = changed(fixture, "hsm.main.library", text.toString());
      refused(fixture, configuration, Reason.CONFIGURATION, "hsm.main.library", text.toString());
    }
  }

  @WithToken
  void libraryThatIsNoModule_isNamed(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Path other = someSharedLibrary();
      Path configuration = changed(fixture, "hsm.main.library", other.toString());
      refused(
          fixture,
          configuration,
          Reason.CONFIGURATION,
          "hsm.main.library",
          other.toString(),
          "no PKCS#11 module");
    }
  }

  private static Path someSharedLibrary() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(System.getProperty("java.home"), "lib"))) {
      return files
          .filter(file -> file.getFileName().toString().equals("libzip.so"))
          .findFirst()
          .orElseThrow();
    }
  }

  @WithToken
  void missingToken_isNamed(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Path configuration = changed(fixture, "hsm.main.token", "no-such-token");
      refused(fixture, configuration, Reason.CONFIGURATION, "hsm.main.token", "no-such-token");
    }
  }

  @WithToken
  void wrongPin_isTriedOnce(Backend backend) throws Exception {
    Path spy =
        Stream.of(SPY)
            .map(Path::of)
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () -> new AssertionError("pkcs11-spy.so is missing: apt-get install opensc"));
    try (Fixture fixture = Fixture.of(backend)) {
      Path configuration = changed(fixture, "hsm.main.library", spy.toString());
      Files.writeString(fixture.folder().resolve("hsm-pin"), Faults.WRONG_PIN);
      Path calls = folder.resolve("calls");
      Program program =
          Program.run(
              folder,
              Map.of("PKCS11SPY", fixture.library() + "", "PKCS11SPY_OUTPUT", calls + ""),
              List.of(
                  Program.jdkTool("java"),
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  LoginProcess.class.getName(),
                  configuration.toString()));
      Files.writeString(fixture.folder().resolve("hsm-pin"), TestToken.PIN);
      program.requireSuccess();
      Faults.holdsNoPin(program.output());
      assertEquals(
          LoginProcess.TRIES,
          program.output().lines().filter(line -> line.startsWith("refused: LOGIN")).count(),
          program.output());
      long logins =
          Pattern.compile("(?m)^\\d+: C_Login$").matcher(Files.readString(calls)).results().count();
      assertEquals(1, logins, program.output());
      assertTrue(program.output().contains("hsm.main.pin"), program.output());
    }
  }
}
