// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import dev.holdfast.backend.KeyContext;
import dev.holdfast.config.HsmSettings;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A SoftHSM2 token in a temporary directory, and the tools that other people use on it. The library
 * reads SOFTHSM2_CONF from the process's environment, which Java cannot change: the C library can.
 * A machine without SoftHSM2 or OpenSC fails these tests, on purpose.
 */
final class SoftHsm {
  static final String PIN = "1234-user";
  static final String TOKEN = "payments";
  private static final List<Path> PLACES =
      List.of(
          Path.of("/usr/lib/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so"),
          Path.of("/usr/lib64/pkcs11/libsofthsm2.so"));

  private final Path configuration;

  private SoftHsm(Path configuration) {
    this.configuration = configuration;
  }

  static Path library() {
    return PLACES.stream()
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("SoftHSM2 is missing: apt-get install softhsm2"));
  }

  /** Makes a token and points this process's SoftHSM at it. */
  static SoftHsm start(Path directory) throws Exception {
    Path configuration = directory.resolve("softhsm2.conf");
    Path tokens = Files.createDirectories(directory.resolve("tokens"));
    Files.writeString(configuration, "directories.tokendir = " + tokens + "\nlog.level = ERROR\n");
    SoftHsm hsm = new SoftHsm(configuration);
    hsm.run(
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        TOKEN,
        "--so-pin",
        "5678-so",
        "--pin",
        PIN);
    Function setenv = NativeLibrary.getInstance(Platform.C_LIBRARY_NAME).getFunction("setenv");
    setenv.invokeInt(new Object[] {"SOFTHSM2_CONF", configuration.toString(), 1});
    return hsm;
  }

  static HsmSettings settings(Path library, String token) {
    return new HsmSettings(
        "main", library, token, Optional.empty(), Optional.empty(), 4, Duration.ofSeconds(5));
  }

  HsmBackend backend() {
    return new HsmBackend(settings(library(), TOKEN), PIN::toCharArray);
  }

  /** OpenSC's pkcs11-tool, logged in. */
  String pkcs11Tool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("pkcs11-tool", "--module", library().toString(), "--token-label", TOKEN));
    command.addAll(List.of("--login", "--pin", PIN));
    command.addAll(List.of(arguments));
    return run(command.toArray(new String[0]));
  }

  String run(String... command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SOFTHSM2_CONF", configuration.toString());
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new AssertionError(
          command[0] + " is missing: apt-get install softhsm2 opensc openssl", e);
    }
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  /** What a vault would say of a new key. */
  static KeyContext context(String label) {
    byte[] material = new byte[16];
    new SecureRandom().nextBytes(material);
    return new KeyContext() {
      @Override
      public KeyId id() {
        return new KeyId(label);
      }

      @Override
      public int version() {
        return 1;
      }

      @Override
      public byte[] materialId() {
        return material.clone();
      }

      @Override
      public String label() {
        return label;
      }

      @Override
      public SecretMemory sealingKey() {
        throw new AssertionError("A token seals nothing");
      }
    };
  }
}
