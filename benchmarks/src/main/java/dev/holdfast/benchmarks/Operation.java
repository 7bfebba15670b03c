// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

/** One operation, for one thread; it keeps its JCA object from one run to the next. */
@FunctionalInterface
interface Operation {
  /** Computes once and returns the result, so that nothing can be left out as unused. */
  Object run() throws Exception;
}
