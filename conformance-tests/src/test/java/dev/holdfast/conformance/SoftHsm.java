// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Tokens of SoftHSM2, one for each fixture, all under the SOFTHSM2_CONF that the build sets for the
 * tests. Without SoftHSM2 the tests fail and say how to get it; they are not skipped.
 */
final class SoftHsm {
  private static final String SO_PIN = "hsm-so-pin-4711";
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/pkcs11/libsofthsm2.so"));

  private SoftHsm() {}

  static Path library() {
    return PLACES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "SoftHSM2 is missing; bin/verify installs it, or: apt-get install softhsm2"));
  }

  /** OpenSC's tool, logged in to a fixture's token, as another program that uses it. */
  static Program pkcs11Tool(Fixture fixture, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "pkcs11-tool",
                "--module",
                library().toString(),
                "--token-label",
                fixture.token(),
                "--login",
                "--pin",
                TestToken.PIN));
    command.addAll(List.of(arguments));
    return Program.run(command.toArray(new String[0])).requireSuccess();
  }

  static TestToken newToken() throws IOException, InterruptedException {
    Path conf = Path.of(System.getenv("SOFTHSM2_CONF"));
    synchronized (SoftHsm.class) {
      if (!Files.exists(conf)) {
        Path tokens = Files.createDirectories(conf.resolveSibling("tokens"));
        Files.writeString(
            conf,
            "directories.tokendir = "
                + tokens
                + "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
      }
    }
    String label = "t" + UUID.randomUUID().toString().substring(0, 8);
    Program.run(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            label,
            "--so-pin",
            SO_PIN,
            "--pin",
            TestToken.PIN)
        .requireSuccess();
    return new TestToken(library(), label, Optional.empty(), () -> deleteToken(label));
  }

  private static void deleteToken(String label) throws IOException, InterruptedException {
    Program.run("softhsm2-util", "--delete-token", "--token", label).requireSuccess();
  }
}
