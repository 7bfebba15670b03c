// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import java.time.Duration;

/**
 * How a {@link SessionPool} behaves.
 *
 * @param maxSessions at least 1; the pool opens fewer where the token allows fewer
 * @param borrowTimeout how long a caller waits for a session
 * @param validateAfterIdle a session idle for longer is asked for its state before it is lent
 */
public record PoolSettings(int maxSessions, Duration borrowTimeout, Duration validateAfterIdle) {
  public PoolSettings {
    if (maxSessions < 1 || borrowTimeout.isNegative() || validateAfterIdle.isNegative()) {
      throw new IllegalArgumentException(
          "a pool has a session at least, and times are not negative");
    }
  }

  /** 32 sessions, 10 s to wait, half a second of idleness. */
  public static PoolSettings defaults() {
    return new PoolSettings(32, Duration.ofSeconds(10), Duration.ofMillis(500));
  }
}
