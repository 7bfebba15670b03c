// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Other programs: the C ones of this suite, built here, and those of the system. */
final class Programs {
  private Programs() {}

  /** Runs a program to its end and returns what it said on either stream. */
  static String run(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new IOException(
          command.get(0)
              + " cannot be started; the benchmarks need softhsm2, opensc, openssl and gcc"
              + " (Debian, Ubuntu: apt-get install softhsm2 opensc openssl gcc libc6-dev)",
          e);
    }
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed: " + said.strip());
    }
    return said.strip();
  }

  /** The C program that calls PKCS #11 in a loop, built with the system's compiler. */
  static Path limit(Path folder) throws IOException, InterruptedException {
    return compile(folder, "limit", List.of());
  }

  /** The PKCS #11 module that is a network away, built with the system's compiler. */
  static Path distant(Path folder) throws IOException, InterruptedException {
    return compile(folder, "distant", List.of("-shared", "-fPIC"));
  }

  private static Path compile(Path folder, String name, List<String> options)
      throws IOException, InterruptedException {
    Path program = folder.resolve(options.isEmpty() ? name : name + ".so");
    Path source = unpack(folder, name + ".c");
    unpack(folder, "cryptoki.h");
    List<String> command = new ArrayList<>(List.of("cc", "-std=gnu11", "-O2"));
    command.addAll(options);
    command.addAll(List.of("-o", program.toString(), source.toString(), "-ldl", "-lpthread"));
    run(command, Map.of());
    return program;
  }

  private static Path unpack(Path folder, String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream in = Programs.class.getResourceAsStream("/c/" + name)) {
      Files.write(file, in.readAllBytes());
    }
    return file;
  }

  /** The class path of this JVM and the options that its children get. */
  static List<String> java(Path home, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    return command;
  }
}
