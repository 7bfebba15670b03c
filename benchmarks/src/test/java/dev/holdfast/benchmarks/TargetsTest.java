// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.abort;

import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The short form of the measurements: a build fails where a ratio's whole interval lies more than a
 * tenth below its target, and never for an absolute time. What looks so bad is measured again at
 * length, and a second time in a JVM that has compiled for nothing else, before it is believed.
 */
class TargetsTest {
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
    if (isTooSlow(target, measured)) {
      measured = measurer.duel(target, 1, Duel.Form.LONG);
    }
    if (isTooSlow(target, measured)) {
      measured = inItsOwnJvm(target);
    }
    assertFalse(
        isTooSlow(target, measured),
        target.title() + " against " + target.peer() + ": " + measured.interval());
  }

  private static Measured inItsOwnJvm(Target target) throws Exception {
    return Bench.inItsOwnJvm(Measurer.JAVA, false, Pattern.quote(target.id())).stream()
        .filter(measured -> measured.threads() == 1)
        .findFirst()
        .orElseThrow();
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
