// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.envelope;

import java.util.function.LongSupplier;

/** Makes a cache whose time a test can move. */
public final class CacheClock {
  private CacheClock() {}

  public static DataKeyCache cache(DataKeyCache.Limits limits, LongSupplier nanoTime) {
    return new DataKeyCache(limits, nanoTime);
  }
}
