// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.config.Configuration;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.wiring.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A folder that is gone when the process is, with what a measurement needs in it: vaults, one
 * SoftHSM2 token, configurations that lead to them, and the C programs. Each is made when first
 * asked for.
 */
final class Workshop implements AutoCloseable {
  static final String PIN = "only for a benchmark";

  static final int SESSIONS = 64;

  private final Path folder;
  private SoftToken token;
  private Path limit;
  private int vaults;

  Workshop() throws IOException {
    folder = Files.createTempDirectory("holdfast-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(this::close));
    secret("pin", PIN);
    secret("hsm-pin", SoftToken.PIN);
  }

  Path folder() {
    return folder;
  }

  private void secret(String name, String text) throws IOException {
    Path file =
        Files.createFile(
            folder.resolve(name),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, text);
  }

  /** The token that every HSM contender works on. */
  synchronized SoftToken token() throws IOException, InterruptedException {
    if (token == null) {
      token = SoftToken.make(folder.resolve("softhsm2.conf"), "bench");
    }
    return token;
  }

  /** The C program's path. */
  synchronized Path limit() throws IOException, InterruptedException {
    if (limit == null) {
      limit = Programs.limit(folder);
    }
    return limit;
  }

  /**
   * The configuration of a new vault with keys in this process. Its paths are absolute, since a
   * server reads it as a stream.
   */
  Path sealed() throws IOException, KeyOperationException {
    return sealed("");
  }

  /** As {@link #sealed()}, with more settings. */
  Path sealed(String settings) throws IOException, KeyOperationException {
    return vault(settings);
  }

  /** The configuration of a new vault with keys on the token, reached through {@code library}. */
  Path hsm(Path library) throws IOException, InterruptedException, KeyOperationException {
    return vault("backend = main\n" + tokenSettings(library, SESSIONS));
  }

  /** The configuration of the token alone, without a vault. */
  Path tokenAlone(Path library, int sessions) throws IOException, InterruptedException {
    Path configuration = folder.resolve("token" + vaults++ + ".properties");
    return Files.writeString(configuration, "backend = main\n" + tokenSettings(library, sessions));
  }

  private String tokenSettings(Path library, int sessions)
      throws IOException, InterruptedException {
    return "hsm.main.library = "
        + library
        + "\nhsm.main.token = "
        + token().label()
        + "\nhsm.main.pin = file:"
        + folder.resolve("hsm-pin")
        + "\nhsm.main.timeout = 60\nhsm.main.sessions = "
        + sessions
        + "\n";
  }

  private synchronized Path vault(String settings) throws IOException, KeyOperationException {
    String name = "vault" + vaults++;
    Path configuration = folder.resolve(name + ".properties");
    Files.writeString(
        configuration,
        "vault = jdbc:sqlite:"
            + folder.resolve(name + ".db")
            + "\npin = file:"
            + folder.resolve("pin")
            + "\n"
            + settings);
    Vaults.initialise(Configuration.ofFile(configuration), PIN.toCharArray());
    return configuration;
  }

  @Override
  public void close() {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("Left behind: " + folder + " (" + e + ")");
    }
  }
}
