// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Operations in this JVM, with threads that are kept from batch to batch. */
final class JcaSide implements Side {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Where results go, so that the compiler must make them. */
  @SuppressWarnings("UnusedVariable") // written for the writing's sake
  private static volatile Object result;

  private final String name;
  private final Making making;
  private final List<Operation> operations = new ArrayList<>();
  private final ExecutorService threads;

  /** Makes the operation of one thread. */
  interface Making {
    Operation next() throws Exception;
  }

  JcaSide(String name, Making making) {
    this.name = name;
    this.making = making;
    this.threads =
        Executors.newCachedThreadPool(
            task -> {
              Thread thread = new Thread(task, "bench-" + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A contender at some work; empty if it does not offer it. */
  static Optional<Side> of(Contender contender, Work work) throws Exception {
    if (contender.operation(work).isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new JcaSide(contender.name(), () -> contender.operation(work).orElseThrow()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long nanos(int count, long each) throws Exception {
    while (operations.size() < count) {
      operations.add(making.next());
    }
    if (count == 1) {
      long began = System.nanoTime();
      repeat(operations.get(0), each);
      return System.nanoTime() - began;
    }
    // Each thread times itself: on a busy machine this one may not run before they are done.
    CyclicBarrier start = new CyclicBarrier(count);
    List<Future<long[]>> running = new ArrayList<>();
    for (Operation operation : operations.subList(0, count)) {
      running.add(
          threads.submit(
              () -> {
                start.await();
                long began = System.nanoTime();
                repeat(operation, each);
                return new long[] {began, System.nanoTime()};
              }));
    }
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (Future<long[]> one : running) {
      long[] times = one.get();
      first = Math.min(first, times[0]);
      last = Math.max(last, times[1]);
    }
    return last - first;
  }

  @Override
  public boolean isCompiledAsItRuns() {
    return true;
  }

  private static void repeat(Operation operation, long times) throws Exception {
    for (long i = 0; i < times; i++) {
      result = operation.run();
    }
  }

  @Override
  public double allocated(long times) throws Exception {
    nanos(1, 1);
    long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    repeat(operations.get(0), times);
    return (THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
        / (double) times;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
