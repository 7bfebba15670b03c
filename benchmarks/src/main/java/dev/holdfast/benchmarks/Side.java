// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

/** One of the two that are compared. */
interface Side extends AutoCloseable {
  String name();

  /**
   * Runs a number of operations on each of a number of threads, all at once.
   *
   * @return the time from the common start to the end of the last, in nanoseconds
   */
  long nanos(int threads, long operations) throws Exception;

  /** Whether it needs to run for a while before it is as fast as it will be. */
  boolean isCompiledAsItRuns();

  /** Bytes allocated on the Java heap per operation; NaN where there is no such heap. */
  double allocated(long operations) throws Exception;

  @Override
  void close();
}
