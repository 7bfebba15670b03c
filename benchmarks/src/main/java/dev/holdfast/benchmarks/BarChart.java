// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Ratios as bars from 1 to either side on a logarithmic axis, so that twice and half as fast look
 * alike; a thin line is the interval, a mark the target.
 */
final class BarChart {
  private static final int LEFT = 250;
  private static final int WIDTH = 860;
  private static final int PLOT = 500;
  private static final int TOP = 60;
  private static final int BAR = 14;
  private static final double[] TICKS = {0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50};

  private final String title;
  private final List<Bar> bars;
  private final List<String> series = new ArrayList<>();
  private double lowest = 0.5;
  private double highest = 2;

  /**
   * One bar.
   *
   * @param label what was measured; neighbours with the same label share it
   * @param series the JDK
   */
  record Bar(String label, String series, Interval ratio, double target) {}

  BarChart(String title, List<Bar> bars) {
    this.title = title;
    this.bars = bars;
    for (Bar bar : bars) {
      if (!series.contains(bar.series())) {
        series.add(bar.series());
      }
      lowest = Math.min(lowest, Math.min(bar.ratio().median(), bar.target()) * 0.8);
      highest = Math.max(highest, Math.max(bar.ratio().median(), bar.target()) * 1.25);
    }
  }

  void write(Path file) throws IOException {
    int height = TOP + bars.size() * (BAR + 6) + 50;
    try (Svg svg = new Svg(file, WIDTH, height)) {
      svg.text(20, 22, "start", title);
      legend(svg);
      for (double tick : TICKS) {
        if (tick >= lowest && tick <= highest) {
          svg.line(x(tick), TOP - 6, x(tick), height - 40, tick == 1 ? "#222222" : "#dddddd", 1);
          svg.text(x(tick), height - 24, "middle", Figures.of(tick) + "×");
        }
      }
      String last = "";
      double y = TOP;
      for (Bar bar : bars) {
        draw(svg, bar, y, !bar.label().equals(last));
        last = bar.label();
        y += BAR + 6;
      }
      svg.text(x(1), height - 8, "middle", "how many times as fast as the peer");
    }
  }

  private void legend(Svg svg) throws IOException {
    for (int at = 0; at < series.size(); at++) {
      svg.box(20 + at * 90.0, 32, 12, 12, Svg.COLOURS[at]);
      svg.text(38 + at * 90.0, 42, "start", series.get(at));
    }
    double after = 30 + series.size() * 90.0;
    svg.line(after, 30, after, 46, "#d00000", 3);
    svg.text(after + 8, 42, "start", "target");
  }

  private void draw(Svg svg, Bar bar, double y, boolean labelled) throws IOException {
    if (labelled) {
      svg.text(LEFT - 10, y + BAR - 3, "end", bar.label());
    }
    Interval ratio = bar.ratio();
    double from = Math.min(x(1), x(ratio.median()));
    double to = Math.max(x(1), x(ratio.median()));
    svg.box(from, y, Math.max(1, to - from), BAR, Svg.COLOURS[series.indexOf(bar.series())]);
    double middle = y + BAR / 2.0;
    svg.line(x(ratio.low()), middle, x(ratio.high()), middle, "#222222", 1);
    svg.line(x(bar.target()), y - 2, x(bar.target()), y + BAR + 2, "#d00000", 3);
    double right = Math.max(Math.max(to, x(bar.target())), x(ratio.high()));
    svg.text(right + 6, y + BAR - 3, "start", Figures.of(ratio.median()) + "×");
  }

  private double x(double ratio) {
    double inside = Math.max(lowest, Math.min(highest, ratio));
    return LEFT + PLOT * Math.log(inside / lowest) / Math.log(highest / lowest);
  }
}
