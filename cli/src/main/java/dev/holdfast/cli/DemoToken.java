// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import com.sun.jna.Function;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A throw-away SoftHSM2 token inside the demo's folder. */
final class DemoToken {
  private static final String LABEL = "holdfast-demo";
  private static final List<Path> LIBRARIES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/pkcs11/libsofthsm2.so"),
          Path.of("/opt/homebrew/lib/softhsm/libsofthsm2.so"));

  private final Path library;
  private final Path folder;

  private DemoToken(Path library, Path folder) {
    this.library = library;
    this.folder = folder;
  }

  static DemoToken make(Path folder) throws IOException, InterruptedException, CommandFailure {
    Path library =
        LIBRARIES.stream()
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(
                () ->
                    new CommandFailure(
                        "the demo's HSM is SoftHSM2, which is not installed; on Debian and Ubuntu:"
                            + " apt-get install softhsm2"));
    Path tokens = Files.createDirectory(folder.resolve("tokens"));
    Path conf = folder.resolve("softhsm2.conf");
    Files.writeString(
        conf,
        "directories.tokendir = " + tokens + "\nobjectstore.backend = file\nlog.level = ERROR\n");
    // SoftHSM2 finds its configuration in the C environment of the process that loads it.
    Function.getFunction("c", "setenv")
        .invokeInt(new Object[] {"SOFTHSM2_CONF", conf.toString(), 1});
    DemoToken token = new DemoToken(library, folder);
    token.initialise(conf);
    return token;
  }

  private void initialise(Path conf) throws IOException, InterruptedException, CommandFailure {
    String pin = Long.toUnsignedString(new SecureRandom().nextLong());
    SecretFiles.write(folder.resolve("hsm-pin"), pin);
    ProcessBuilder builder =
        new ProcessBuilder(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                LABEL,
                "--so-pin",
                pin,
                "--pin",
                pin)
            .redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", conf.toString());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new CommandFailure(
          "softhsm2-util cannot be started; on Debian and Ubuntu: apt-get install softhsm2", e);
    }
    process.getOutputStream().close();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new CommandFailure("softhsm2-util could not make a token: " + output);
    }
  }

  String label() {
    return LABEL;
  }

  /** The lines of the configuration that point at this token. */
  String settings() {
    return "backend = demo\nhsm.demo.library = "
        + library
        + "\nhsm.demo.token = "
        + LABEL
        + "\nhsm.demo.pin = file:"
        + folder.resolve("hsm-pin")
        + "\n";
  }

  String inspection() {
    return "SOFTHSM2_CONF="
        + folder.resolve("softhsm2.conf")
        + " pkcs11-tool --module "
        + library
        + " --login --pin $(cat "
        + folder.resolve("hsm-pin")
        + ") --list-objects";
  }
}
