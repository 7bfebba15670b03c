// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.testing.Libraries;
import dev.holdfast.testing.SoftHsmTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Throughput of HSMs that are a network away: SoftHSM2 behind the C module {@code distant}, which
 * sleeps for a round trip at each call, and while it computes where it is told to. A copy of the
 * module's file is an HSM of its own, with its own settings, taken from the environment when it is
 * loaded.
 */
final class DistantMeasure implements AutoCloseable {
  private static final double SECONDS = 1.5;
  private static final int THREADS = 16;

  private final Workshop workshop = new Workshop();
  private final Path module;
  private int copies;

  DistantMeasure() throws Exception {
    workshop.token();
    module = Programs.distant(workshop.folder());
    SoftHsmTokens.setenv("DISTANT_MODULE", Libraries.softHsm().toString());
  }

  /** A contender whose HSM answers after {@code roundTrip} and computes for {@code busy} µs. */
  private Contender hsm(int roundTrip, int busy, int sessions) throws Exception {
    SoftHsmTokens.setenv("DISTANT_MICROS", Integer.toString(roundTrip));
    SoftHsmTokens.setenv("DISTANT_BUSY_MICROS", Integer.toString(busy));
    Path copy = Files.copy(module, workshop.folder().resolve("distant" + copies++ + ".so"));
    Path configuration = workshop.tokenAlone(copy, sessions);
    Contender contender = new Contenders(workshop).holdfast("hsm", configuration, false);
    // The first use loads the copy, while the environment says what it is to be.
    contender.operation(Work.ECDSA_P256_SIGN).orElseThrow().run();
    return contender;
  }

  /** Milliseconds of a signature by milliseconds of the round trip. */
  Map<Double, Double> latency() throws Exception {
    Map<Double, Double> times = new TreeMap<>();
    for (int micros : List.of(500, 1_000, 2_000, 5_000)) {
      double perSecond = perSecond(List.of(hsm(micros, 0, 1)), 1);
      times.put(micros / 1e3, 1e3 / perSecond);
    }
    return times;
  }

  /** Signatures per second by sessions, with as many threads and with sixteen. */
  Map<String, Map<Double, Double>> sessions() throws Exception {
    Map<String, Map<Double, Double>> lines = new LinkedHashMap<>();
    for (int sessions : List.of(1, 2, 4, 8, 16, 32)) {
      Contender hsm = hsm(1_000, 0, sessions);
      lines
          .computeIfAbsent("a thread for each session", unused -> new TreeMap<>())
          .put((double) sessions, perSecond(List.of(hsm), sessions));
      lines
          .computeIfAbsent(THREADS + " threads", unused -> new TreeMap<>())
          .put((double) sessions, perSecond(List.of(hsm), THREADS));
    }
    return lines;
  }

  /** Signatures per second by HSMs that are busy for 2 ms with each, their callers spread. */
  Map<Double, Double> hsms() throws Exception {
    Map<Double, Double> rates = new TreeMap<>();
    List<Contender> hsms = new ArrayList<>();
    for (int count : List.of(1, 2, 4)) {
      while (hsms.size() < count) {
        hsms.add(hsm(1_000, 2_000, THREADS));
      }
      rates.put((double) count, perSecond(hsms, THREADS));
    }
    return rates;
  }

  private static double perSecond(List<Contender> hsms, int threads) throws Exception {
    int[] turn = {0};
    JcaSide side =
        new JcaSide(
            "distant",
            () -> hsms.get(turn[0]++ % hsms.size()).operation(Work.ECDSA_P256_SIGN).orElseThrow());
    try (side) {
      side.nanos(threads, 20);
      long each = 20;
      long nanos = side.nanos(threads, each);
      each = Math.max(1, (long) (each * SECONDS * 1e9 / nanos));
      return threads * each / (side.nanos(threads, each) / 1e9);
    }
  }

  @Override
  public void close() {
    workshop.close();
  }
}
