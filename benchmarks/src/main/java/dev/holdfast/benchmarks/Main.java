// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The benchmarks' entry. What is none of its own commands goes to JMH, so that {@code java -jar
 * benchmarks.jar NAME} runs a benchmark as everywhere.
 */
public final class Main {
  private Main() {}

  /**
   * Runs a command.
   *
   * @param args {@code targets}, {@code scale}, or anything that JMH takes
   */
  public static void main(String[] args) throws Exception {
    List<String> rest = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    switch (args.length == 0 ? "" : args[0]) {
      case "targets" -> System.exit(Bench.run(rest));
      case "scale" -> {
        Scale.run(
            Path.of(option(rest, "--out").orElse("target/bench")),
            option(rest, "--postgres").map(Path::of));
        System.exit(0);
      }
      case "measure" -> measure(rest);
      case "spied" -> CallCount.run(rest.get(0), Path.of(rest.get(1)));
      case "tls-server" -> TlsServer.run(rest.get(0), rest.get(1));
      case "kms-loop" -> ProcessesMeasure.child(Path.of(rest.get(0)), rest.get(1));
      case "token" ->
          print(TokenMeasure.run(Integer.parseInt(rest.get(0)), Integer.parseInt(rest.get(1))));
      default -> org.openjdk.jmh.Main.main(args);
    }
  }

  private static Optional<String> option(List<String> args, String name) {
    int at = args.indexOf(name);
    return at >= 0 && at + 1 < args.size() ? Optional.of(args.get(at + 1)) : Optional.empty();
  }

  /** The child of {@code targets}: measures in this JVM and writes a file. */
  private static void measure(List<String> args) throws Exception {
    Measurer.Plan plan = args.get(0).equals("long") ? Measurer.Plan.LONG : Measurer.Plan.SHORT;
    String wanted = args.get(2);
    try (Measurer measurer = new Measurer(plan, target -> target.id().matches(wanted))) {
      JSON.std.write(
          measurer.run().stream().map(Measured::toJson).toList(), Path.of(args.get(1)).toFile());
    }
    // Everything is written and cleared away. An orderly end would run SoftHSM2's destructors while
    // daemons still clear session objects away, which crashes the process.
    Runtime.getRuntime().halt(0);
  }

  private static void print(Object document) throws IOException {
    System.out.println(JSON.std.asString(document));
  }
}
