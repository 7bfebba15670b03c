// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.math.BigDecimal;
import java.math.MathContext;

/** Numbers as people read them. */
final class Figures {
  private static final MathContext THREE_DIGITS = new MathContext(3);

  private Figures() {}

  /** Three significant digits, without an exponent. */
  static String of(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (Math.abs(value) >= 1_000) {
      return String.format("%,.0f", value);
    }
    BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS);
    return (rounded.scale() > 0 ? rounded.stripTrailingZeros() : rounded).toPlainString();
  }

  /** A time in the unit that suits it. */
  static String nanos(double nanos) {
    if (Double.isNaN(nanos)) {
      return "–";
    }
    if (nanos < 1_000) {
      return of(nanos) + " ns";
    }
    if (nanos < 1_000_000) {
      return of(nanos / 1_000) + " µs";
    }
    return nanos < 1e9 ? of(nanos / 1e6) + " ms" : of(nanos / 1e9) + " s";
  }

  /** A size in the unit that suits it. */
  static String bytes(double bytes) {
    if (Double.isNaN(bytes)) {
      return "–";
    }
    if (bytes < 1 << 13) {
      return String.format("%.0f B", bytes);
    }
    return bytes < 1 << 23 ? of(bytes / (1 << 10)) + " KiB" : of(bytes / (1 << 20)) + " MiB";
  }
}
