// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.config.Configuration;
import dev.holdfast.config.PinSource;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.wiring.Vaults;
import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast init}: makes a vault, and the configuration and PIN file it needs. */
@Command(
    name = "init",
    description = {
      "Make a new vault.",
      "The vault is the one of the configuration; where there is no such file yet, it is made too,"
          + " and with it a file with a random PIN that only you may read."
    })
final class InitCommand extends HoldfastCommand {
  private static final int PIN_BYTES = 32;

  @Option(
      names = "--vault",
      paramLabel = "PLACE",
      description =
          "The vault's file or jdbc:postgresql://HOST:PORT/DATABASE, for a new configuration;"
              + " default: vault.db beside it.")
  private String vault;

  @Option(
      names = "--pin",
      paramLabel = "SOURCE",
      description =
          "Where the PIN comes from, for a new configuration: env:NAME, file:PATH or prompt;"
              + " default: a random one in a new file.")
  private String pin;

  /** Files this run has made, to be removed again when it fails. */
  private final List<Path> made = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    Path path = requiredConfigPath();
    try {
      if (Files.exists(path)) {
        refuseOptions(path);
      } else {
        writeConfiguration(path);
      }
      Configuration configuration = Configuration.ofFile(path);
      initialise(configuration);
      report(path, configuration);
      return Main.OK;
    } catch (IOException | KeyOperationException | CommandFailure e) {
      removeMade();
      throw e;
    }
  }

  private void refuseOptions(Path path) {
    if (vault != null || pin != null) {
      throw usage(
          path + " exists already and says where vault and PIN are; leave out --vault and --pin");
    }
  }

  private void writeConfiguration(Path path) throws IOException, CommandFailure {
    if (pin != null && !pin.matches("env:.+|file:.+|prompt")) {
      throw usage(
          "--pin takes env:NAME, file:PATH or prompt; a PIN itself would stay in the shell's history");
    }
    if (path.getParent() != null) {
      Files.createDirectories(path.getParent());
    }
    String url = vaultUrl(path);
    String source = pin == null ? "file:" + newPinFile(path) : absolute(pin);
    // Absolute paths, because a server reads this as a stream and from a working directory of its
    // own.
    SecretFiles.write(path, "vault = " + value(url) + "\npin   = " + value(source) + "\n");
    made.add(path);
  }

  private String vaultUrl(Path configuration) throws CommandFailure {
    if (vault != null && vault.startsWith("jdbc:")) {
      return vault;
    }
    Path file =
        vault == null
            ? configuration.resolveSibling("vault.db")
            : Path.of(vault).toAbsolutePath().normalize();
    if (Files.exists(file)) {
      throw new CommandFailure(file + " exists already; it is left as it is");
    }
    return "jdbc:sqlite:" + file;
  }

  /** What was said on the command line is relative to where the command runs. */
  private static String absolute(String source) {
    return source.startsWith("file:")
        ? "file:" + Path.of(source.substring("file:".length())).toAbsolutePath().normalize()
        : source;
  }

  /** A value as the configuration spells it, where a number sign can begin a comment. */
  private static String value(String text) {
    return text.replace("\\", "\\\\").replace("#", "\\u0023");
  }

  private Path newPinFile(Path configuration) throws IOException, CommandFailure {
    String name = configuration.getFileName().toString().replaceFirst("\\.properties$", "");
    Path file = configuration.resolveSibling(name + ".pin");
    if (Files.exists(file)) {
      throw new CommandFailure(
          file + " exists already; move it away, or use it with --pin file:" + file);
    }
    writeRandomPin(file);
    return file;
  }

  private void writeRandomPin(Path file) throws IOException {
    byte[] random = new byte[PIN_BYTES];
    new SecureRandom().nextBytes(random);
    SecretFiles.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n");
    made.add(file);
  }

  private void initialise(Configuration configuration)
      throws IOException, KeyOperationException, CommandFailure {
    PinSource source =
        configuration
            .pin()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        configuration + " has no setting pin; add one, such as pin = file:PATH"));
    Optional<Path> file = source.file();
    if (file.isPresent() && !Files.exists(file.get())) {
      writeRandomPin(file.get());
    }
    char[] secret = source.isPrompt() ? typedTwice() : source.read();
    try {
      Vaults.initialise(configuration, secret);
    } finally {
      Arrays.fill(secret, '\0');
    }
  }

  /** A PIN that was mistyped when the vault was made would lock its owner out for good. */
  // Since JDK 22 there is a console without a terminal too; it answers null at the end of input.
  @SuppressWarnings("SystemConsoleNull")
  private static char[] typedTwice() throws CommandFailure {
    Console console = System.console();
    char[] first = console == null ? null : console.readPassword("PIN for the new vault: ");
    char[] second = first == null ? null : console.readPassword("The same again: ");
    if (second == null) {
      throw new CommandFailure(
          "there is no terminal to ask for the PIN; use env:NAME or file:PATH");
    }
    boolean same = Arrays.equals(first, second);
    Arrays.fill(second, '\0');
    if (!same) {
      Arrays.fill(first, '\0');
      throw new CommandFailure("the two PINs differ; no vault was made");
    }
    return first;
  }

  private void report(Path path, Configuration configuration) throws KeyOperationException {
    String place = configuration.vaultPlace();
    Optional<Path> pinFile = configuration.pin().flatMap(PinSource::file);
    if (json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("configuration", path.toString());
      document.put("vault", place);
      document.put("pinFile", pinFile.map(Path::toString).orElse(null));
      print(document);
      return;
    }
    say("Made the vault " + place);
    say("  configuration  " + path);
    pinFile.ifPresent(
        file -> say("  PIN            " + file + " (only you may read it; keep a copy elsewhere)"));
    say("");
    say("Next:");
    say("  holdfast java-security --config " + path + "   registers the provider");
    say("  holdfast doctor --config " + path + "          checks everything");
  }

  private void removeMade() throws IOException {
    for (Path file : made) {
      Files.deleteIfExists(file);
    }
  }
}
