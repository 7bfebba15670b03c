// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.util.Arrays;
import java.util.Map;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * A median with its 95 % confidence interval by order statistics, which asks nothing of the shape
 * of what was sampled: how many samples lie below the true median is binomial with a half.
 *
 * @param samples of how many samples
 */
record Interval(double median, double low, double high, int samples) {
  private static final double TAIL = 0.025;

  static Interval of(double[] samples) {
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double median = Median.withDefaults().evaluate(sorted);
    int below = BinomialDistribution.of(sorted.length, 0.5).inverseCumulativeProbability(TAIL);
    int first = Math.max(0, below - 1);
    return new Interval(median, sorted[first], sorted[sorted.length - 1 - first], sorted.length);
  }

  /** What was counted and does not vary. */
  static Interval exactly(double value) {
    return new Interval(value, value, value, 1);
  }

  Map<String, Object> toJson() {
    return Map.of("median", median, "low", low, "high", high, "samples", samples);
  }
}
