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

/** What was measured, and on what. */
record Results(Map<String, Object> machine, List<Measured> measured) {
  private static final String FILE = "results.json";

  /** Results in the order of the targets, with what several JVMs measured put together. */
  static Results of(Map<String, Object> machine, List<Measured> all) {
    List<Measured> together = new ArrayList<>();
    for (Target target : Targets.all()) {
      for (Measured one : all) {
        if (one.target().equals(target.id())) {
          add(together, one);
        }
      }
    }
    return new Results(machine, together);
  }

  private static void add(List<Measured> together, Measured one) {
    for (int at = 0; at < together.size(); at++) {
      if (together.get(at).isOfTheSame(one)) {
        together.set(at, together.get(at).and(one));
        return;
      }
    }
    together.add(one);
  }

  /** Everything that is so far below its target that a build must fail. */
  List<Measured> farBelow() {
    return measured.stream()
        .filter(one -> !one.isAbsent())
        .filter(one -> Misses.isFarBelow(Targets.named(one.target()), one.jdk(), one.interval()))
        .toList();
  }

  void write(Path folder) throws IOException {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("machine", machine);
    json.put("results", measured.stream().map(Measured::toJson).toList());
    Files.writeString(
        folder.resolve(FILE),
        JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json) + "\n");
  }

  @SuppressWarnings("unchecked")
  static Results read(Path folder) throws IOException {
    Map<String, Object> json = JSON.std.mapFrom(folder.resolve(FILE).toFile());
    List<Measured> measured =
        ((List<Map<String, Object>>) json.get("results")).stream().map(Measured::ofJson).toList();
    return new Results((Map<String, Object>) json.get("machine"), measured);
  }
}
