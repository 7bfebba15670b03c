// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.benchmarks.Target.Verdict;
import java.util.List;
import java.util.Map;

/**
 * The table of targets as Markdown: each with what was measured, on which JDK and with how many
 * threads.
 */
final class Report {
  private static final Map<String, String> NAMES =
      Map.of(
          "sunpkcs11", "SunPKCS11",
          "c", "the C loop",
          "jdk", "the JDK, plain key",
          "engine", "its own engine, plain key");

  private final Results results;

  Report(Results results) {
    this.results = results;
  }

  /** A contender as people call it. */
  static String name(String contender) {
    return NAMES.getOrDefault(contender, contender);
  }

  /** The table with a column for each JDK and number of threads. */
  String summary() {
    return machine() + "\n" + new Summary(results).markdown() + "\n" + missed();
  }

  String markdown() {
    StringBuilder text = new StringBuilder(machine());
    text.append(
        "\n| work | against | JDK | threads | target | measured | 95 % interval | verdict | per"
            + " operation | bytes allocated |\n"
            + "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for (Measured one : results.measured()) {
      text.append(line(one));
    }
    return text.append('\n').append(missed()).toString();
  }

  private String machine() {
    Map<String, Object> machine = results.machine();
    return String.format(
        "Measured %s at commit %s on %s × %s, %s; %s; %s; SoftHSM %s; %s. %s. The load average was"
            + " %s when it began.%n",
        machine.get("date"),
        machine.get("commit"),
        machine.get("processors"),
        machine.get("processor"),
        machine.get("system"),
        joined(machine.get("jdks")),
        joined(machine.get("peers")),
        machine.get("softhsm"),
        machine.get("openssl"),
        machine.get("method"),
        machine.get("load"));
  }

  private static String joined(Object list) {
    return String.join(", ", ((List<?>) list).stream().map(String::valueOf).toList());
  }

  private static String line(Measured one) {
    Target target = Targets.named(one.target());
    String ours = target.holdfast() == null ? "" : target.holdfast() + ": ";
    String head =
        String.format(
            "| %s%s | %s | %d | %d | %s |",
            ours,
            target.title(),
            name(target.peer()),
            one.jdk(),
            one.threads(),
            target.text(one.jdk()));
    if (one.isAbsent()) {
      return head + " – | – | " + one.details().get("absent") + " | | |\n";
    }
    Interval interval = one.interval();
    Verdict verdict = target.verdict(one);
    return head
        + String.format(
            " %s | %s–%s | %s | %s | %s |%n",
            Figures.of(interval.median()),
            Figures.of(interval.low()),
            Figures.of(interval.high()),
            verdict == Verdict.MISSED ? "**missed**" : verdict.text(),
            times(one),
            pair(one.details().get("allocated"), Figures::bytes));
  }

  private static String times(Measured one) {
    if (one.details().containsKey("perSecond")) {
      return pair(one.details().get("perSecond"), Figures::of) + " per second";
    }
    return pair(one.details().get("nanos"), Figures::nanos);
  }

  private interface Form {
    String of(double value);
  }

  /** Holdfast's figure and the peer's. */
  private static String pair(Object values, Form form) {
    double[] both = numbers(values);
    return both.length < 2 ? "" : form.of(both[0]) + " / " + form.of(both[1]);
  }

  private static double[] numbers(Object values) {
    if (values instanceof double[] array) {
      return array;
    }
    return values instanceof List<?> list
        ? list.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray()
        : new double[0];
  }

  private String missed() {
    StringBuilder text = new StringBuilder();
    for (Target target : Targets.all()) {
      results.measured().stream()
          .filter(one -> one.target().equals(target.id()) && !one.isAbsent())
          .filter(one -> target.verdict(one) == Verdict.MISSED)
          .findFirst()
          .ifPresent(one -> text.append(missed(target, one.jdk())));
    }
    return text.isEmpty() ? "No target was missed.\n" : text.toString();
  }

  private static String missed(Target target, int jdk) {
    return String.format(
        "- **Missed**: %s against %s: %s.%n",
        target.title(),
        name(target.peer()),
        Misses.reason(target, jdk).orElse("the reason was not found yet"));
  }
}
