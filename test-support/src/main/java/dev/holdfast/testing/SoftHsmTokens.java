// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.testing;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A folder of SoftHSM2 tokens, by the configuration that names it. The tokens lie beside the
 * configuration, in {@code tokens}.
 */
public final class SoftHsmTokens {
  private static final String VARIABLE = "SOFTHSM2_CONF";
  private static final Pattern SLOT = Pattern.compile("reassigned to slot (\\d+)");

  private final Path configuration;

  private SoftHsmTokens(Path configuration) {
    this.configuration = configuration;
  }

  /**
   * The tokens of a configuration, which is written if it is not there.
   *
   * @param more lines for it, such as {@code slots.mechanisms = …}
   */
  public static synchronized SoftHsmTokens at(Path configuration, String... more)
      throws IOException {
    if (!Files.exists(configuration)) {
      Path tokens = Files.createDirectories(configuration.resolveSibling("tokens"));
      List<String> lines = new ArrayList<>();
      lines.add("directories.tokendir = " + tokens);
      lines.add("objectstore.backend = file");
      lines.add("log.level = ERROR");
      lines.add("slots.removable = false");
      lines.addAll(List.of(more));
      Files.write(configuration, lines);
    }
    return new SoftHsmTokens(configuration);
  }

  /** For other processes' SOFTHSM2_CONF. */
  public Path configuration() {
    return configuration;
  }

  /** The folder with a folder for each token. */
  public Path folder() {
    return configuration.resolveSibling("tokens");
  }

  /**
   * Lets the library find these tokens when it is next initialised in this process. It reads the
   * environment, which Java cannot change; the C library can.
   */
  public SoftHsmTokens use() {
    setenv(VARIABLE, configuration.toString());
    return this;
  }

  /**
   * Sets a variable of this process for native libraries; {@link System#getenv} does not see it.
   */
  public static void setenv(String name, String value) {
    Function setenv = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("setenv");
    setenv.invokeInt(new Object[] {name, value, 1});
  }

  /** Makes a token, and returns its slot. */
  public long add(String label, String soPin, String pin) throws IOException, InterruptedException {
    String said =
        run(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            label,
            "--so-pin",
            soPin,
            "--pin",
            pin);
    Matcher slot = SLOT.matcher(said);
    if (!slot.find()) {
      throw new IOException("softhsm2-util made no token: " + said);
    }
    return Long.parseLong(slot.group(1));
  }

  /** Removes a token with all that is on it. */
  public void delete(String label) throws IOException, InterruptedException {
    run("softhsm2-util", "--delete-token", "--token", label);
  }

  /** OpenSC's pkcs11-tool on a token, logged in: another program that uses it. */
  public String pkcs11Tool(String label, String pin, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("pkcs11-tool", "--module", Libraries.softHsm().toString()));
    command.addAll(List.of("--token-label", label, "--login", "--pin", pin));
    command.addAll(List.of(arguments));
    return run(command.toArray(new String[0]));
  }

  /** Runs a program that finds these tokens. */
  public String run(String... command) throws IOException, InterruptedException {
    return Tool.run(List.of(command), Map.of(VARIABLE, configuration.toString()));
  }
}
