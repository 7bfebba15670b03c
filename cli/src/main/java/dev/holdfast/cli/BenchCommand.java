// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Unmatched;

/**
 * {@code holdfast bench}: the benchmarks, which {@code bin/holdfast} builds when they are wanted.
 */
@Command(
    name = "bench",
    description = {
      "Measure Holdfast beside its peers, and print what was to be reached and what is.",
      "Takes many minutes; --short is a first look. Also: bench scale, how cost grows, and bench"
          + " jmh ..., any benchmark of the suite with JMH's own options.",
    },
    customSynopsis = {
      "holdfast bench [--short] [--forks N] [--jdk HOME]... [--only REGEX] [--out FOLDER]",
      "       holdfast bench scale [--out FOLDER] [--postgres FILE]",
      "       holdfast bench jmh [JMH OPTIONS]",
    })
final class BenchCommand extends HoldfastCommand {
  /** Set by {@code bin/holdfast}. */
  private static final String JAR = "holdfast.benchmarks";

  @Unmatched private final List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    String jar = System.getProperty(JAR);
    if (jar == null) {
      throw new CommandFailure("the benchmarks are built and found by bin/holdfast; start that");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-jar", jar));
    command.addAll(benchmark());
    Process process = new ProcessBuilder(command).inheritIO().start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    return process.waitFor();
  }

  /** What the jar is told: its own commands by name, everything else is the table's. */
  private List<String> benchmark() {
    String first = arguments.isEmpty() ? "" : arguments.get(0);
    if (first.equals("jmh")) {
      return arguments.subList(1, arguments.size());
    }
    if (first.equals("scale")) {
      return arguments;
    }
    List<String> targets = new ArrayList<>(List.of("targets"));
    targets.addAll(arguments);
    return targets;
  }
}
