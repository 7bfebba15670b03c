// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.benchmarks.Target.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;

/** The table of targets with a column for each JDK and number of threads, for the README. */
final class Summary {
  private final Results results;
  private final List<int[]> columns = new ArrayList<>();

  Summary(Results results) {
    this.results = results;
    for (Measured one : results.measured()) {
      int[] column = {one.jdk(), one.threads()};
      if (columns.stream().noneMatch(c -> c[0] == column[0] && c[1] == column[1])) {
        columns.add(column);
      }
    }
    columns.sort((a, b) -> a[0] == b[0] ? a[1] - b[1] : a[0] - b[0]);
  }

  String markdown() {
    StringJoiner head = new StringJoiner(" | ", "| work | against | target | ", " |\n");
    for (int[] column : columns) {
      head.add("JDK " + column[0] + (column[1] == 1 ? ", 1 thread" : ", " + column[1]));
    }
    StringBuilder text = new StringBuilder(head.toString());
    text.append("| ").append("--- | ".repeat(columns.size() + 3)).append("\n");
    for (Target target : Targets.all()) {
      if (results.measured().stream().anyMatch(one -> one.target().equals(target.id()))) {
        text.append(line(target));
      }
    }
    return text.toString();
  }

  private String line(Target target) {
    StringJoiner line = new StringJoiner(" | ", "| ", " |\n");
    line.add((target.holdfast() == null ? "" : target.holdfast() + ": ") + target.title());
    line.add(Report.name(target.peer()));
    line.add(
        target.on17() == target.later()
            ? target.text(17)
            : target.text(17) + " on 17, " + target.text(25) + " later");
    for (int[] column : columns) {
      line.add(find(target, column).map(one -> cell(target, one)).orElse(""));
    }
    return line.toString();
  }

  private Optional<Measured> find(Target target, int... column) {
    return results.measured().stream()
        .filter(one -> one.target().equals(target.id()))
        .filter(one -> one.jdk() == column[0] && one.threads() == column[1])
        .findFirst();
  }

  private static String cell(Target target, Measured one) {
    if (one.isAbsent()) {
      return "not offered";
    }
    Interval interval = one.interval();
    String figure = Figures.of(interval.median());
    String range =
        interval.low() == interval.high()
            ? ""
            : " (" + Figures.of(interval.low()) + "–" + Figures.of(interval.high()) + ")";
    return target.verdict(one) == Verdict.MISSED ? "missed: " + figure + range : figure + range;
  }
}
