// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Two sides in turn, many times over in one process: whatever else the machine does in the meantime
 * falls on both. The result is the median of the ratios of neighbours.
 */
final class Duel {
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final int ALLOCATION_RUNS = 20;

  /** How many times as long as it would compute alone a warm-up may take. */
  private static final int PATIENCE = 4;

  /** How many times its warm-up's time a slow operation gets to reach the number it needs. */
  static final int LONGER = 5;

  /** So many batches must fit into what was run, so that the batch is of a measured size. */
  private static final int LEAST_BATCHES = 3;

  private static final int CALIBRATIONS = 7;

  private final Side holdfast;
  private final Side peer;
  private final Form form;

  /**
   * How long a duel takes.
   *
   * @param warmUpMillis how long this process computes for each side before anything is counted
   * @param warmUpOperations how many operations it computes, if five times that time is enough: the
   *     JVM compiles what has run some thousand times, however long that takes
   * @param rounds pairs of batches
   * @param batchMillis about how long a batch takes; shorter than a scheduler's slice, so that on a
   *     machine with other work most batches are not interrupted and the median is of those
   */
  record Form(int warmUpMillis, int warmUpOperations, int rounds, int batchMillis) {
    /** Long enough to publish. */
    static final Form LONG = new Form(1_000, 25_000, 201, 2);

    /** Short enough for every build. */
    static final Form SHORT = new Form(300, 50, 75, 2);
  }

  /**
   * What came of it.
   *
   * @param ratios how many times as fast as the peer, one for each round
   * @param nanos median time of an operation, Holdfast's and the peer's
   * @param allocated bytes per operation on the Java heap, likewise
   */
  @SuppressWarnings("ArrayRecordComponent") // made and read, never compared
  record Outcome(double[] ratios, double[] nanos, double[] allocated) {
    Map<String, Object> toJson() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("ratios", ratios);
      json.put("nanos", nanos);
      json.put("allocated", allocated);
      return json;
    }
  }

  Duel(Side holdfast, Side peer, Form form) {
    this.holdfast = holdfast;
    this.peer = peer;
    this.form = form;
  }

  Outcome fight(int threads) throws Exception {
    long ours = warmUp(holdfast, threads);
    long theirs = warmUp(peer, threads);
    double[] ratios = new double[form.rounds()];
    double[] ourNanos = new double[form.rounds()];
    double[] theirNanos = new double[form.rounds()];
    for (int round = 0; round < form.rounds(); round++) {
      // Who goes first changes, so that a drift of the machine favours neither.
      if (round % 2 == 0) {
        ourNanos[round] = perOperation(holdfast, threads, ours);
        theirNanos[round] = perOperation(peer, threads, theirs);
      } else {
        theirNanos[round] = perOperation(peer, threads, theirs);
        ourNanos[round] = perOperation(holdfast, threads, ours);
      }
      ratios[round] = theirNanos[round] / ourNanos[round];
    }
    return new Outcome(
        ratios,
        new double[] {Interval.of(ourNanos).median(), Interval.of(theirNanos).median()},
        new double[] {holdfast.allocated(ALLOCATION_RUNS), peer.allocated(ALLOCATION_RUNS)});
  }

  private double perOperation(Side side, int threads, long operations) throws Exception {
    return side.nanos(threads, operations) / (double) (operations * threads);
  }

  /**
   * Runs a side until it is warm and returns how many operations make a batch. Counts the time that
   * this process computes, the JVM's compiler included: on a busy machine the clock says little.
   */
  private long warmUp(Side side, int threads) throws Exception {
    long began = System.nanoTime();
    long computing = SYSTEM.getProcessCpuTime();
    long operations = 1;
    long done = 0;
    do {
      long nanos = Math.max(1, side.nanos(threads, operations));
      done += operations;
      operations = Math.max(1, Math.min(operations * 2, operations * batchNanos() / nanos));
    } while (operations * LEAST_BATCHES > done
        || (side.isCompiledAsItRuns()
            && !isWarm(
                done, SYSTEM.getProcessCpuTime() - computing, System.nanoTime() - began, threads)));
    return calibrated(side, threads, operations);
  }

  /**
   * How many operations make a batch, by the median of some: one that was interrupted would make it
   * too short, and what a side takes to wake up would fall on few operations.
   */
  private long calibrated(Side side, int threads, long operations) throws Exception {
    double[] nanos = new double[CALIBRATIONS];
    for (int i = 0; i < CALIBRATIONS; i++) {
      nanos[i] = side.nanos(threads, operations) / (double) operations;
    }
    Arrays.sort(nanos);
    return Math.max(1, Math.round(batchNanos() / nanos[CALIBRATIONS / 2]));
  }

  private boolean isWarm(long operations, long computed, long elapsed, int threads) {
    long wanted = form.warmUpMillis() * 1_000_000L;
    boolean longEnough = computed >= wanted || elapsed >= wanted * PATIENCE;
    // What one thread's turn has compiled need not be compiled again.
    boolean oftenEnough =
        threads > 1
            || operations >= form.warmUpOperations()
            || computed >= wanted * LONGER
            || elapsed >= wanted * LONGER * PATIENCE;
    return longEnough && oftenEnough;
  }

  private long batchNanos() {
    return form.batchMillis() * 1_000_000L;
  }
}
