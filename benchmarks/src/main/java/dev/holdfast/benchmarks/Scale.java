// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.holdfast.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** {@code scale}: how cost grows, as tables, as JSON and as pictures. */
final class Scale {
  private static final List<Integer> VAULTS = List.of(100, 1_000, 10_000, 100_000);
  private static final List<Integer> TOKENS = List.of(100, 1_000, 2_000, 10_000);
  private static final int ROUNDS = 5;

  private final Path out;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Object> json = new LinkedHashMap<>();

  private Scale(Path out) {
    this.out = out;
  }

  /**
   * Measures everything.
   *
   * @param postgres the configuration of a vault in PostgreSQL that is there already, which gets a
   *     few thousand keys
   */
  static void run(Path out, Optional<Path> postgres) throws Exception {
    Files.createDirectories(out);
    Scale scale = new Scale(out);
    scale.json.put("machine", Machine.describe(List.of(Measurer.JAVA)));
    scale.distant();
    scale.vaults();
    scale.tokens();
    scale.processes(postgres);
    Files.writeString(
        out.resolve("scale.json"),
        JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(scale.json) + "\n");
    Files.writeString(out.resolve("scale.md"), scale.text);
    System.out.println(scale.text);
  }

  private void distant() throws Exception {
    try (DistantMeasure measure = new DistantMeasure()) {
      publish(
          "scale-latency",
          "A signature on an HSM costs two round trips",
          "round trip, ms",
          "time of a signature, ms",
          Map.of("1 thread", measure.latency()));
      publish(
          "scale-sessions",
          "Signatures per second of an HSM 1 ms away",
          "sessions",
          "signatures per second",
          measure.sessions());
      publish(
          "scale-tokens",
          "Signatures per second of HSMs that compute one in 2 ms, 1 ms away, 16 threads",
          "HSMs",
          "signatures per second",
          Map.of("Holdfast", measure.hsms()));
    }
  }

  private void vaults() throws Exception {
    try (Workshop workshop = new Workshop()) {
      Map<Double, Double> open = new TreeMap<>();
      Map<Double, Double> key = new TreeMap<>();
      Map<Double, Double> list = new TreeMap<>();
      Map<Double, Double> bytes = new TreeMap<>();
      Map<Double, Double> memory = new TreeMap<>();
      for (int keys : VAULTS) {
        VaultMeasure vault = new VaultMeasure(workshop.folder(), keys);
        double[][] samples = new double[3][ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
          int at = Math.max(0, round);
          samples[0][at] = vault.open() / 1e6;
          samples[1][at] = vault.getKey(100) / 1e6;
          samples[2][at] = vault.list().millis();
        }
        double size = keys;
        open.put(size, Interval.of(samples[0]).median());
        key.put(size, Interval.of(samples[1]).median());
        list.put(size, Interval.of(samples[2]).median());
        double perKey = vault.bytesPerKey(keys - 1);
        memory.put(size, perKey * keys / 1e6);
        bytes.put(size, Files.size(workshop.folder().resolve("keys" + keys + ".db")) / 1e6);
      }
      Map<String, Map<Double, Double>> times = new LinkedHashMap<>();
      times.put("open", open);
      times.put("getKey, not seen before", key);
      times.put("list all aliases", list);
      publish("scale-vault", "A vault and its size", "keys", "ms", times);
      Map<String, Map<Double, Double>> sizes = new LinkedHashMap<>();
      sizes.put("heap, all keys held", memory);
      sizes.put("file", bytes);
      publish("scale-memory", "Keys and memory", "keys", "MB", sizes);
    }
  }

  private void tokens() throws IOException, InterruptedException {
    Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
    for (int objects : TOKENS) {
      List<String> command = Programs.java(Measurer.JAVA, List.of());
      command.addAll(List.of("token", Integer.toString(objects), Integer.toString(ROUNDS)));
      TokenMeasure.ofJson(Tool.run(command, Map.of()))
          .forEach(
              (what, millis) ->
                  lines
                      .computeIfAbsent(what, unused -> new TreeMap<>())
                      .put((double) objects, Interval.of(millis).median()));
    }
    publish("scale-token", "KeyStores over a token and its size", "objects", "ms", lines);
  }

  private void processes(Optional<Path> postgres) throws Exception {
    Map<String, Map<Double, Double>> encrypt = new LinkedHashMap<>();
    Map<String, Map<Double, Double>> create = new LinkedHashMap<>();
    try (Workshop workshop = new Workshop()) {
      Map<String, Path> vaults = new LinkedHashMap<>();
      vaults.put("SQLite", workshop.sealed());
      postgres.ifPresent(configuration -> vaults.put("PostgreSQL", configuration));
      for (Map.Entry<String, Path> vault : vaults.entrySet()) {
        ProcessesMeasure.Rates rates = ProcessesMeasure.of(vault.getValue());
        encrypt.put(vault.getKey(), rates.encrypt());
        create.put(vault.getKey(), rates.create());
      }
    }
    publish(
        "scale-processes-encrypt",
        "Encrypt of 1 KiB by processes that share a sealed vault",
        "processes",
        "per second",
        encrypt);
    publish(
        "scale-processes-create",
        "CreateKey by processes that share a sealed vault",
        "processes",
        "per second",
        create);
  }

  private void publish(
      String name, String title, String across, String up, Map<String, Map<Double, Double>> lines)
      throws IOException {
    new LineChart(title, across, up, lines).write(out.resolve(name + ".svg"));
    json.put(name, lines);
    text.append("**").append(title).append("** (").append(up).append(")\n\n| ").append(across);
    List<Double> columns =
        new ArrayList<>(lines.values().stream().findFirst().orElseThrow().keySet());
    for (double column : columns) {
      text.append(" | ").append(Figures.of(column));
    }
    text.append(" |\n|").append(" --- |".repeat(columns.size() + 1)).append('\n');
    lines.forEach(
        (line, points) -> {
          text.append("| ").append(line);
          for (double column : columns) {
            text.append(" | ").append(Figures.of(points.getOrDefault(column, Double.NaN)));
          }
          text.append(" |\n");
        });
    text.append('\n');
  }
}
