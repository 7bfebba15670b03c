// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A SoftHSM2 with tokens in a temporary directory. The library reads SOFTHSM2_CONF from the
 * process's environment when it is initialised, which Java cannot change: the C library can. A
 * machine without SoftHSM2 fails these tests, on purpose.
 */
final class SoftHsm implements AutoCloseable {
  static final String PIN = "1234-user";
  static final String SO_PIN = "5678-so";
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/pkcs11/libsofthsm2.so"));

  final Path configuration;
  final Pkcs11Module module;

  private SoftHsm(Path configuration, Pkcs11Module module) {
    this.configuration = configuration;
    this.module = module;
  }

  static Path library() {
    return PLACES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("SoftHSM2 is missing: apt-get install softhsm2"));
  }

  static SoftHsm start(Path directory, String... labels) throws Exception {
    return start(library(), directory, labels);
  }

  static SoftHsm start(Path library, Path directory, String... labels) throws Exception {
    Path configuration = prepare(directory, labels);
    return new SoftHsm(configuration, Pkcs11Module.open(library, Optional.empty()));
  }

  static Path prepare(Path directory, String... labels) throws Exception {
    Path configuration = directory.resolve("softhsm2.conf");
    Path tokens = Files.createDirectories(directory.resolve("tokens"));
    Files.writeString(configuration, "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
    for (String label : labels) {
      initToken(configuration, label);
    }
    setenv("SOFTHSM2_CONF", configuration.toString());
    return configuration;
  }

  static void setenv(String name, String value) {
    Function setenv = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("setenv");
    setenv.invokeInt(new Object[] {name, value, 1});
  }

  Token token(String label) throws Pkcs11Exception {
    return module.token(label);
  }

  /** A pool that is logged in. */
  SessionPool pool(String label) throws Pkcs11Exception {
    SessionPool pool = SessionPool.open(token(label), PoolSettings.defaults());
    pool.login(PIN::toCharArray);
    return pool;
  }

  @Override
  public void close() {
    module.close();
  }

  private static void initToken(Path configuration, String label) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            label,
            "--so-pin",
            SO_PIN,
            "--pin",
            PIN);
    builder.environment().put("SOFTHSM2_CONF", configuration.toString());
    Process process;
    try {
      process = builder.redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new AssertionError("softhsm2-util is missing: apt-get install softhsm2", e);
    }
    String output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("softhsm2-util: " + output);
    }
  }
}
