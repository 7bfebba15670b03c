// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.testing.Tool;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Other programs: the C ones of this suite, built here, and those of the system. */
final class Programs {
  private Programs() {}

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
    Tool.run(command, Map.of());
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
