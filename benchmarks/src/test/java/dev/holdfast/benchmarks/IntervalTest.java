// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.benchmarks.Target.Sense;
import dev.holdfast.benchmarks.Target.Verdict;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IntervalTest {
  @Test
  void ranksAreThoseOfTheTables() {
    // For 25 samples, published tables give the 8th and the 18th.
    double[] samples = IntStream.rangeClosed(1, 25).asDoubleStream().toArray();
    assertEquals(new Interval(13, 8, 18, 25), Interval.of(samples));
  }

  @Test
  void tooFewSamplesGiveTheirWholeRange() {
    assertEquals(new Interval(2, 1, 3, 3), Interval.of(new double[] {3, 1, 2}));
  }

  @Test
  void holdsTheTrueMedianNineteenTimesInTwenty() {
    Random random = new Random(17);
    int held = 0;
    for (int run = 0; run < 2_000; run++) {
      Interval interval =
          Interval.of(IntStream.range(0, 41).mapToDouble(i -> random.nextDouble()).toArray());
      held += interval.low() <= 0.5 && interval.high() >= 0.5 ? 1 : 0;
    }
    assertTrue(held >= 1_880 && held <= 1_980, held + " of 2000");
  }

  @Test
  void aTargetIsReachedMissedOrWithinTheInterval() {
    Target target = Target.figure("id", "title", "peer", Sense.AT_LEAST, 2, 2, "×");
    assertEquals(Verdict.REACHED, target.verdict(17, new Interval(2, 1, 3, 9)));
    assertEquals(Verdict.UNDECIDED, target.verdict(17, new Interval(1.9, 1.8, 2, 9)));
    assertEquals(Verdict.MISSED, target.verdict(17, new Interval(1.9, 1.8, 1.99, 9)));
  }

  @Test
  void onlyAWholeIntervalMoreThanATenthBelowIsFarBelow() {
    Target target = Target.figure("id", "title", "peer", Sense.AT_LEAST, 2, 1, "×");
    assertTrue(target.isFarBelow(17, new Interval(1.7, 1.6, 1.79, 9)));
    assertFalse(target.isFarBelow(17, new Interval(1.7, 1.6, 1.81, 9)));
    assertFalse(target.isFarBelow(25, new Interval(1.7, 1.6, 1.79, 9)));
  }
}
