// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The short form of the measurements: a build fails where a ratio's whole interval lies more than a
 * tenth below its target, and never for an absolute time. What looks so bad is measured again at
 * length, and a second time when whatever else this machine did may be over, before it is believed.
 */
class TargetsTest {
  private static final long PAUSE_MILLIS = 10_000;

  private static Measurer measurer;

  @BeforeAll
  static void start() throws Exception {
    measurer = new Measurer(Measurer.Plan.SHORT, target -> true);
  }

  @AfterAll
  static void stop() {
    measurer.close();
  }

  @TestFactory
  Stream<DynamicTest> noRatioIsFarBelowItsTarget() {
    return Targets.all().stream()
        .filter(target -> target.isDuel() && Measurer.Plan.SHORT.takes(target.work()))
        .map(target -> DynamicTest.dynamicTest(target.id(), () -> check(target)));
  }

  private static void check(Target target) throws Exception {
    Measured measured = measurer.duel(target, 1, Duel.Form.SHORT);
    if (measured.isAbsent()) {
      abort(target.id() + ": " + measured.details().get("absent"));
    }
    for (int again = 0; again < 2 && isTooSlow(target, measured); again++) {
      Thread.sleep(again * PAUSE_MILLIS);
      measured = measurer.duel(target, 1, Duel.Form.LONG);
    }
    assertFalse(
        isTooSlow(target, measured),
        target.title() + " against " + target.peer() + ": " + measured.interval());
  }

  private static boolean isTooSlow(Target target, Measured measured) {
    return Misses.isFarBelow(target, measured.jdk(), measured.interval());
  }

  @TestFactory
  Stream<DynamicTest> handshakesAreNotFarBelowTheirTarget() {
    return Stream.of("EC").map(type -> DynamicTest.dynamicTest(type, () -> checkHandshakes(type)));
  }

  private static void checkHandshakes(String type) throws Exception {
    Target target = Targets.named("tls/" + type);
    try (TlsMeasure servers = new TlsMeasure(Measurer.JAVA, "sealed", type)) {
      Measured measured = Measured.of(target.id(), 1, servers.run(1, 4).ratios());
      if (isTooSlow(target, measured)) {
        measured = Measured.of(target.id(), 1, servers.run(1, 12).ratios());
      }
      assertFalse(isTooSlow(target, measured), target.title() + ": " + measured.interval());
    }
  }
}
