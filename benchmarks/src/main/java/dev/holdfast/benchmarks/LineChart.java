// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Lines over two logarithmic axes: what grows in proportion rises at 45 degrees. */
final class LineChart {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 380;
  private static final int LEFT = 80;
  private static final int RIGHT = 150;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;

  private final String title;
  private final String across;
  private final String up;
  private final Map<String, Map<Double, Double>> lines;
  private double left = Double.MAX_VALUE;
  private double right;
  private double low = Double.MAX_VALUE;
  private double high;

  /**
   * @param across what the horizontal axis is
   * @param up what the vertical axis is
   * @param lines points by name, all above 0
   */
  LineChart(String title, String across, String up, Map<String, Map<Double, Double>> lines) {
    this.title = title;
    this.across = across;
    this.up = up;
    this.lines = lines;
    for (Map<Double, Double> line : lines.values()) {
      line.forEach(
          (x, y) -> {
            left = Math.min(left, x);
            right = Math.max(right, x);
            low = Math.min(low, y);
            high = Math.max(high, y);
          });
    }
    low /= 1.5;
    high *= 1.5;
  }

  void write(Path file) throws IOException {
    try (Svg svg = new Svg(file, WIDTH, HEIGHT)) {
      svg.text(20, 22, "start", title);
      grid(svg);
      int number = 0;
      for (Map.Entry<String, Map<Double, Double>> line : lines.entrySet()) {
        draw(svg, line.getKey(), line.getValue(), Svg.COLOURS[number++ % Svg.COLOURS.length]);
      }
      svg.text(LEFT, HEIGHT - 10, "start", across + " →   (↑ " + up + ")");
    }
  }

  private void grid(Svg svg) throws IOException {
    for (double decade = 1e-3; decade < 1e9; decade *= 10) {
      for (double step : List.of(1.0, 2.0, 5.0)) {
        double value = decade * step;
        if (value >= left * 0.999 && value <= right * 1.001) {
          svg.line(x(value), TOP, x(value), HEIGHT - BOTTOM, "#dddddd", 1);
          svg.text(x(value), HEIGHT - BOTTOM + 16, "middle", Figures.of(value));
        }
        // Every step of a range within a decade or two, else whole decades alone.
        if (value >= low && value <= high && (step == 1 || high / low < 200)) {
          svg.line(LEFT, y(value), WIDTH - RIGHT, y(value), "#dddddd", 1);
          svg.text(LEFT - 8, y(value) + 4, "end", Figures.of(value));
        }
      }
    }
  }

  private void draw(Svg svg, String name, Map<Double, Double> points, String colour)
      throws IOException {
    double lastX = 0;
    double lastY = 0;
    boolean first = true;
    for (Map.Entry<Double, Double> point : points.entrySet()) {
      double pointX = x(point.getKey());
      double pointY = y(point.getValue());
      if (!first) {
        svg.line(lastX, lastY, pointX, pointY, colour, 2);
      }
      svg.dot(pointX, pointY, colour);
      lastX = pointX;
      lastY = pointY;
      first = false;
    }
    svg.text(lastX + 8, lastY + 4, "start", name);
  }

  private double x(double value) {
    double share = right > left ? Math.log(value / left) / Math.log(right / left) : 0;
    return LEFT + (WIDTH - LEFT - RIGHT) * share;
  }

  private double y(double value) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * Math.log(value / low) / Math.log(high / low);
  }
}
