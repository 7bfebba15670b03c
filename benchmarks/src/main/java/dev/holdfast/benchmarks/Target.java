// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

/**
 * One line of what is to be reached.
 *
 * @param id the name in results
 * @param title for people
 * @param work what both sides do; null where it is no duel
 * @param holdfast the contender of ours; null where it is no duel
 * @param peer who is compared with; for people only where it is no duel
 * @param sense what the value means
 * @param on17 the value on JDK 17
 * @param later the value on later JDKs
 * @param unit of the value, {@code ×} for ratios
 */
record Target(
    String id,
    String title,
    Work work,
    String holdfast,
    String peer,
    Sense sense,
    double on17,
    double later,
    String unit) {
  /** How far below its target a whole interval must lie for a build to fail. */
  private static final double GRACE = 0.1;

  /** Targets are for one and two threads; how more of them fare is shown beside. */
  private static final int MOST_THREADS = 2;

  /** Which side of the value is the good one. */
  enum Sense {
    AT_LEAST("≥"),
    AT_MOST("≤"),
    EXACTLY("=");

    private final String sign;

    Sense(String sign) {
      this.sign = sign;
    }

    String sign() {
      return sign;
    }
  }

  /** How a measurement stands to its target. */
  enum Verdict {
    /** The median is there. */
    REACHED("reached"),
    /** The median is not, but the target lies within the interval. */
    UNDECIDED("within its interval"),
    /** The whole interval is on the wrong side. */
    MISSED("missed"),
    /** There is no target for so many threads. */
    NONE("no target");

    private final String text;

    Verdict(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  static Target duel(Work work, String holdfast, String peer, double atLeast) {
    return duel(work, holdfast, peer, atLeast, atLeast);
  }

  static Target duel(Work work, String holdfast, String peer, double on17, double later) {
    return new Target(
        holdfast + "/" + peer + "/" + work.id(),
        work.title(),
        work,
        holdfast,
        peer,
        Sense.AT_LEAST,
        on17,
        later,
        "×");
  }

  static Target figure(
      String id, String title, String peer, Sense sense, double on17, double later, String unit) {
    return new Target(id, title, null, null, peer, sense, on17, later, unit);
  }

  /**
   * The value to reach.
   *
   * @param jdk a feature release
   */
  double value(int jdk) {
    return jdk < 18 ? on17 : later;
  }

  boolean isDuel() {
    return work != null;
  }

  boolean isRatio() {
    return unit.equals("×");
  }

  Verdict verdict(Measured one) {
    if (one.threads() > MOST_THREADS) {
      return Verdict.NONE;
    }
    return verdict(one.jdk(), one.interval());
  }

  Verdict verdict(int jdk, Interval measured) {
    double value = value(jdk);
    return switch (sense) {
      case AT_LEAST -> verdict(measured.median() >= value, measured.high() >= value);
      case AT_MOST -> verdict(measured.median() <= value, measured.low() <= value);
      case EXACTLY -> verdict(measured.median() == value, false);
    };
  }

  private static Verdict verdict(boolean there, boolean perhaps) {
    return there ? Verdict.REACHED : perhaps ? Verdict.UNDECIDED : Verdict.MISSED;
  }

  /** Whether a ratio is so low that no noise explains it: the whole interval more than a tenth. */
  boolean isFarBelow(int jdk, Interval measured) {
    return isRatio() && sense == Sense.AT_LEAST && isFarBelow(value(jdk), measured);
  }

  static boolean isFarBelow(double value, Interval measured) {
    return measured.high() < value * (1 - GRACE);
  }

  /** The value as people read it, such as {@code ≥ 3.5 ×}. */
  String text(int jdk) {
    return sense.sign() + " " + Figures.of(value(jdk)) + " " + unit;
  }
}
