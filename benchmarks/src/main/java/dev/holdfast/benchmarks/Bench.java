// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code targets}: measures on every JDK, each several times in a fresh JVM, and prints the table
 * of what was to be reached and what was.
 */
final class Bench {
  private static final String USAGE =
      "usage: targets [--short] [--forks N] [--jdk HOME]... [--only REGEX] [--out FOLDER]"
          + " [--print]";

  private final List<Path> jdks = new ArrayList<>();
  private boolean quick;
  private int forks;
  private String only = ".*";
  private Path out = Path.of("target/bench");
  private boolean printOnly;

  private Bench() {}

  /**
   * Runs the command.
   *
   * @return the exit code: 1 if a ratio is far below its target, 2 for a wrong command line
   */
  static int run(List<String> args) throws IOException, InterruptedException {
    Bench bench = new Bench();
    if (!bench.parse(new ArrayList<>(args))) {
      System.err.println(USAGE);
      return 2;
    }
    Results results = bench.printOnly ? Results.read(bench.out) : bench.measure();
    Report report = new Report(results);
    Files.writeString(bench.out.resolve("results.md"), report.markdown());
    Files.writeString(bench.out.resolve("summary.md"), report.summary());
    Plots.write(results, bench.out);
    System.out.println(report.markdown());
    return results.farBelow().isEmpty() ? 0 : 1;
  }

  private boolean parse(List<String> args) throws IOException {
    while (!args.isEmpty()) {
      String option = args.remove(0);
      if (option.equals("--short")) {
        quick = true;
        continue;
      }
      if (option.equals("--print")) {
        printOnly = true;
        continue;
      }
      if (args.isEmpty()) {
        return false;
      }
      String value = args.remove(0);
      switch (option) {
        case "--forks" -> forks = Integer.parseInt(value);
        case "--jdk" -> jdks.add(Path.of(value));
        case "--only" -> only = value;
        case "--out" -> out = Path.of(value);
        default -> {
          return false;
        }
      }
    }
    if (jdks.isEmpty()) {
      jdks.addAll(Machine.jdks());
    }
    if (forks == 0) {
      forks = quick ? 1 : 2;
    }
    return true;
  }

  private Results measure() throws IOException, InterruptedException {
    Files.createDirectories(out);
    Map<String, Object> machine = new LinkedHashMap<>(Machine.describe(jdks));
    Measurer.Plan plan = quick ? Measurer.Plan.SHORT : Measurer.Plan.LONG;
    machine.put(
        "method",
        String.format(
            "%d JVM%s on each JDK; each side warmed up for %d ms and %d operations, %d ms at most,"
                + " then %d pairs of batches of about %d ms in turn",
            forks,
            forks == 1 ? "" : "s",
            plan.duel().warmUpMillis(),
            plan.duel().warmUpOperations(),
            plan.duel().warmUpMillis() * Duel.LONGER,
            plan.duel().rounds(),
            plan.duel().batchMillis()));
    List<Measured> measured = new ArrayList<>();
    for (int fork = 1; fork <= forks; fork++) {
      for (Path jdk : jdks) {
        System.err.println("JDK " + Machine.feature(jdk) + ", JVM " + fork + " of " + forks);
        measured.addAll(inItsOwnJvm(jdk, quick, only));
      }
    }
    Results results = Results.of(machine, measured);
    results.write(out);
    return results;
  }

  /**
   * Measures in a JVM that has compiled nothing else before.
   *
   * @param only a regular expression over the targets' ids
   */
  @SuppressWarnings("unchecked")
  static List<Measured> inItsOwnJvm(Path jdk, boolean quick, String only)
      throws IOException, InterruptedException {
    Path file = Files.createTempFile("holdfast-bench", ".json");
    try {
      List<String> command = Programs.java(jdk, List.of());
      command.addAll(List.of("measure", quick ? "short" : "long", file.toString(), only));
      Process process = new ProcessBuilder(command).inheritIO().start();
      if (process.waitFor() != 0) {
        throw new IOException("Measuring on " + jdk + " failed; it said why above");
      }
      return JSON.std.listFrom(file.toFile()).stream()
          .map(json -> Measured.ofJson((Map<String, Object>) json))
          .toList();
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
