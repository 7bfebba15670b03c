// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * Samples of one target, from one JVM or several.
 *
 * @param target the target's id
 * @param jdk the feature release
 * @param threads how many worked at once
 * @param samples in the target's unit
 * @param details what stands beside them, such as times and bytes
 */
@SuppressWarnings("ArrayRecordComponent") // made and read, never compared
record Measured(
    String target, int jdk, int threads, double[] samples, Map<String, Object> details) {
  static Measured of(String target, int threads, double... samples) {
    return new Measured(target, Runtime.version().feature(), threads, samples, Map.of());
  }

  Measured with(Map<String, Object> more) {
    return new Measured(target, jdk, threads, samples, more);
  }

  /** Whether there was nothing to measure; the detail {@code absent} says why. */
  boolean isAbsent() {
    return samples.length == 0;
  }

  Interval interval() {
    return Interval.of(samples);
  }

  boolean isOfTheSame(Measured other) {
    return target.equals(other.target) && jdk == other.jdk && threads == other.threads;
  }

  /** The same from two JVMs. */
  Measured and(Measured other) {
    double[] both =
        DoubleStream.concat(Arrays.stream(samples), Arrays.stream(other.samples)).toArray();
    return new Measured(target, jdk, threads, both, details);
  }

  Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("target", target);
    json.put("jdk", jdk);
    json.put("threads", threads);
    if (!isAbsent()) {
      json.put("interval", interval().toJson());
    }
    json.put("details", details);
    json.put("samples", samples);
    return json;
  }

  @SuppressWarnings("unchecked")
  static Measured ofJson(Map<String, Object> json) {
    double[] samples =
        ((List<Number>) json.get("samples")).stream().mapToDouble(Number::doubleValue).toArray();
    return new Measured(
        (String) json.get("target"),
        ((Number) json.get("jdk")).intValue(),
        ((Number) json.get("threads")).intValue(),
        samples,
        (Map<String, Object>) json.get("details"));
  }
}
