// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What came of every vector of every file on every backend, for people. */
final class VectorTally {
  private final List<Line> lines = new ArrayList<>();

  /** One file on one backend. */
  static final class Line {
    private final String file;
    private final String backend;
    private final Map<String, List<Vector>> acceptable = new TreeMap<>();
    private final Map<String, Integer> notOffered = new TreeMap<>();
    private final Map<String, Integer> notServed = new TreeMap<>();
    private final Map<String, Integer> notRun = new TreeMap<>();
    private int valid;
    private int refused;
    private int wrong;

    private Line(String file, String backend) {
      this.file = file;
      this.backend = backend;
    }

    void add(Vector vector, Outcome outcome, boolean right) {
      if (!right) {
        wrong++;
        return;
      }
      switch (outcome.kind()) {
        case NOT_RUN -> notRun.merge(outcome.detail(), 1, Integer::sum);
        case NOT_OFFERED -> notOffered.merge(outcome.detail(), 1, Integer::sum);
        case NOT_SERVED -> notServed.merge(outcome.detail(), 1, Integer::sum);
        default -> {
          switch (vector.verdict()) {
            case VALID -> valid++;
            case INVALID -> refused++;
            case ACCEPTABLE ->
                acceptable
                    .computeIfAbsent(choice(vector, outcome), choice -> new ArrayList<>())
                    .add(vector);
          }
        }
      }
    }

    /**
     * A token may answer an error to some valid vectors. One that does so to most of them has lost
     * what it says that it offers.
     */
    boolean isMostlyErrors() {
      return sum(notServed) > valid;
    }

    private static String choice(Vector vector, Outcome outcome) {
      String verb = outcome.kind() == Outcome.Kind.ACCEPTED ? "accepted " : "refused ";
      return verb + vector.test().getOrDefault("flags", "");
    }

    private int acceptables() {
      return acceptable.values().stream().mapToInt(List::size).sum();
    }
  }

  synchronized Line line(String file, String backend) {
    Line line = new Line(file, backend);
    lines.add(line);
    return line;
  }

  /** The table, then the choices made, what a token does not serve, and what was not run. */
  synchronized String text() {
    String format = "%-48s %-13s %6s %6s %8s %10s %7s %7s%n";
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            format,
            "file",
            "backend",
            "ran",
            "valid",
            "invalid",
            "acceptable",
            "unserved",
            "not run"));
    int[] sums = new int[5];
    for (Line line : lines) {
      int unserved = sum(line.notServed) + sum(line.notOffered);
      int ran = line.valid + line.refused + line.acceptables() + line.wrong;
      text.append(
          String.format(
              format,
              line.file,
              line.backend,
              ran,
              line.valid,
              line.refused,
              line.acceptables(),
              unserved,
              sum(line.notRun)));
      sums[0] += ran;
      sums[1] += line.wrong;
      sums[2] += unserved;
      sums[3] += sum(line.notRun);
    }
    text.append(
        String.format(
            "%d vectors ran, %d wrong; %d not offered or served by the token, %d not run%n",
            sums[0], sums[1], sums[2], sums[3]));
    details(text);
    return text.toString();
  }

  private void details(StringBuilder text) {
    for (Line line : lines) {
      String where = line.file + " on " + line.backend + ": ";
      line.acceptable.forEach(
          (choice, vectors) ->
              text.append(where)
                  .append(vectors.size())
                  .append(" acceptable ")
                  .append(choice)
                  .append('\n'));
      line.notOffered.forEach(
          (what, count) ->
              text.append(where).append(count).append(" not offered: ").append(what).append('\n'));
      line.notServed.forEach(
          (why, count) ->
              text.append(where).append(count).append(" not served: ").append(why).append('\n'));
      line.notRun.forEach(
          (why, count) ->
              text.append(where).append(count).append(" not run: ").append(why).append('\n'));
    }
  }

  private static int sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
