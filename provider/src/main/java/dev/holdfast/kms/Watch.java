// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Looks at the store twice a second, so that a change another process makes is obeyed within one,
 * and says when the last look is too old. Uses of keys read two fields: no I/O, and no clock, which
 * was an eighth of encrypting 16 bytes.
 */
final class Watch implements AutoCloseable {
  private static final long PERIOD_MILLIS = 400;
  private static final long AGE_MILLIS = 100;
  private static final System.Logger LOG = System.getLogger("dev.holdfast.vault");

  private final Ledger ledger;
  private final long maxStaleNanos;
  private final Runnable onForeignChange;
  private final ScheduledExecutorService timer;

  /** Beside the timer, since a look can hang and so cannot tell its own age. */
  private final ScheduledExecutorService judge;

  private volatile boolean stale;
  private volatile long epoch;
  private volatile long lastLook;
  private volatile KeyOperationException failure;

  /**
   * @param onForeignChange run after each change that another process made; must not throw
   */
  Watch(Ledger ledger, Duration maxStale, Runnable onForeignChange) throws KeyOperationException {
    this.ledger = ledger;
    this.maxStaleNanos = maxStale.toNanos();
    this.onForeignChange = onForeignChange;
    this.epoch = ledger.look();
    this.lastLook = System.nanoTime();
    this.timer = thread("holdfast-watch");
    this.judge = thread("holdfast-watch-age");
    every(Duration.ofMillis(PERIOD_MILLIS), this::look);
    var unused =
        judge.scheduleWithFixedDelay(
            () -> stale = System.nanoTime() - lastLook > maxStaleNanos,
            AGE_MILLIS,
            AGE_MILLIS,
            TimeUnit.MILLISECONDS);
  }

  private static ScheduledExecutorService thread(String name) {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, name);
          thread.setDaemon(true);
          return thread;
        });
  }

  /**
   * The counter of the last state seen.
   *
   * @throws KeyOperationException with reason UNAVAILABLE if that was too long ago
   */
  long epoch() throws KeyOperationException {
    if (stale) {
      throw tooOld();
    }
    return epoch;
  }

  private KeyOperationException tooOld() {
    KeyOperationException why = failure;
    Instant last = Instant.now().minusNanos(System.nanoTime() - lastLook);
    return new KeyOperationException(
        Reason.UNAVAILABLE,
        "The vault "
            + ledger.location()
            + " has not been readable since "
            + last.truncatedTo(ChronoUnit.SECONDS)
            + "; keys are not used until it is"
            + (why == null ? "" : ": " + why.getMessage()),
        why);
  }

  /** Takes note of a state this process has just read or made. */
  synchronized void saw(long counter) {
    epoch = Math.max(epoch, counter);
  }

  /** Has something done now and then for as long as the vault is open. */
  void every(Duration period, Runnable task) {
    var unused =
        timer.scheduleWithFixedDelay(
            task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    long began = System.nanoTime();
    try {
      long counter = ledger.look();
      boolean changed = counter > epoch;
      saw(counter);
      lastLook = began;
      if (changed) {
        onForeignChange.run();
      }
      if (failure != null) {
        LOG.log(System.Logger.Level.INFO, "The vault {0} can be read again", ledger.location());
      }
      failure = null;
    } catch (KeyOperationException e) {
      if (timer.isShutdown()) {
        return; // The store was closed under the last look.
      }
      if (failure == null) {
        LOG.log(
            System.Logger.Level.WARNING,
            "The vault {0} cannot be read: {1}",
            ledger.location(),
            e.getMessage());
      }
      failure = e;
    } catch (RuntimeException e) {
      // Whatever it is, the next look must still come: without one every key stops after maxStale.
      LOG.log(System.Logger.Level.ERROR, "Looking at " + ledger.location(), e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    judge.shutdownNow();
  }
}
