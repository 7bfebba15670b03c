// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A program run to its end, as a user runs it.
 *
 * @param output what it printed, both streams together
 */
record Program(List<String> command, int exitCode, String output) {
  private static final long LONGEST_SECONDS = 120;

  /** Where Debian and Ubuntu have the programs that no JDK brings. */
  private static final Map<String, String> PACKAGES =
      Map.of(
          "certutil", "libnss3-tools",
          "curl", "curl",
          "openssl", "openssl",
          "pkcs11-tool", "opensc",
          "softhsm2-util", "softhsm2");

  /** The repository. */
  static final Path ROOT = Path.of(System.getProperty("holdfast.root"));

  static Program run(String... command) throws IOException, InterruptedException {
    return run(Path.of("."), Map.of(), Arrays.asList(command));
  }

  static Program run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("program", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = start(builder);
      if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(command + " did not end; so far it said: " + read(output));
      }
      return new Program(command, process.exitValue(), read(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Starts it; what is missing fails the test and says what to install. */
  static Process start(ProcessBuilder builder) throws IOException {
    String program = builder.command().get(0);
    if (PACKAGES.containsKey(program)
        && Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .noneMatch(folder -> Files.isExecutable(Path.of(folder, program)))) {
      throw new AssertionError(
          program
              + " is missing; bin/verify installs it, or: apt-get install "
              + PACKAGES.get(program));
    }
    return builder.start();
  }

  private static String read(Path output) throws IOException {
    return new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
  }

  Program requireSuccess() {
    if (exitCode != 0) {
      throw new AssertionError(command + " ended with " + exitCode + ":\n" + output);
    }
    return this;
  }

  /** A tool of the JDK that runs the tests. */
  static String jdkTool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** The run-time class path of the provider alone, as {@code holdfast classpath} prints it. */
  static String classPath() throws IOException {
    Path target = ROOT.resolve("provider/target");
    return target.resolve("provider.jar")
        + ":"
        + Files.readString(target.resolve("classpath")).strip();
  }

  /** The command that starts a Java program with the provider on its class path. */
  static List<String> java(String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(jdkTool("java"));
    command.add("--enable-native-access=ALL-UNNAMED");
    // None of them lives long: these start soonest.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(classPath());
    command.addAll(Arrays.asList(arguments));
    return command;
  }
}
