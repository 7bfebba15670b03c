// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.KeyId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The leases of one backend, and the thread that ends those that nobody uses. Uses read no clock:
 * they leave a mark that the sweeper looks for. Safe for use by several threads.
 */
final class Leases implements AutoCloseable {
  /** A lease ends between four and five rounds after its last use. */
  private static final int ROUNDS = 4;

  private final long roundNanos;
  private final Map<KeyId, List<KeyLease>> running = new ConcurrentHashMap<>();
  private ScheduledExecutorService sweeper;
  private volatile boolean closed;

  /**
   * @param idle how long a key that is not used stays unsealed; zero for no longer than a use
   */
  Leases(Duration idle) {
    this.roundNanos = idle.toNanos() / ROUNDS;
  }

  /** Whether keys stay unsealed at all. */
  boolean areGranted() {
    return roundNanos > 0 && !closed;
  }

  /** Begins to watch a lease. */
  void add(KeyLease lease) {
    running.merge(lease.id(), List.of(lease), Leases::concat);
    startSweeper();
    if (closed) {
      endAll();
    }
  }

  /** Ends the leases of one key. */
  void end(KeyId id) {
    List<KeyLease> ended = running.remove(id);
    if (ended != null) {
      ended.forEach(KeyLease::end);
    }
  }

  void endAll() {
    running.keySet().forEach(this::end);
  }

  private static List<KeyLease> concat(List<KeyLease> some, List<KeyLease> more) {
    return Stream.concat(some.stream(), more.stream()).toList();
  }

  private synchronized void startSweeper() {
    if (sweeper == null && !closed) {
      sweeper = Executors.newSingleThreadScheduledExecutor(Leases::thread);
      var unused =
          sweeper.scheduleWithFixedDelay(this::sweep, roundNanos, roundNanos, TimeUnit.NANOSECONDS);
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "holdfast-leases");
    thread.setDaemon(true);
    // Else it would keep alive the web application that happened to use a key first.
    thread.setContextClassLoader(null);
    return thread;
  }

  private void sweep() {
    running.keySet().forEach(id -> running.computeIfPresent(id, (same, some) -> sweep(some)));
  }

  /** Ends what is idle; null if nothing is left. */
  private static List<KeyLease> sweep(List<KeyLease> some) {
    List<KeyLease> left = new ArrayList<>(1);
    for (KeyLease lease : some) {
      if (lease.isUnusedFor(ROUNDS)) {
        lease.end();
      } else {
        left.add(lease);
      }
    }
    return left.isEmpty() ? null : left;
  }

  /** Ends every lease; none begins after. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      if (sweeper != null) {
        sweeper.shutdownNow();
      }
    }
    endAll();
  }
}
