// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * A block in somebody's hands. {@code java.lang.ref.Cleaner} would serve, but keeps all its
 * references in one list under one lock, which every allocation of every thread would pass; here
 * the block itself holds the reference.
 */
final class Lease extends PhantomReference<SecretMemory> {
  private static final AtomicIntegerFieldUpdater<Lease> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(Lease.class, "ended");
  private static final ReferenceQueue<SecretMemory> DROPPED = new ReferenceQueue<>();

  static {
    Thread wiper = new Thread(Lease::wipeDropped, "holdfast-secret-memory");
    wiper.setDaemon(true);
    // Else the thread would keep alive the web application that happened to allocate first.
    wiper.setContextClassLoader(null);
    wiper.start();
  }

  private final Block block;
  private final int size;
  private volatile int ended;

  Lease(SecretMemory holder, Block block, int size) {
    super(holder, DROPPED);
    this.block = block;
    this.size = size;
  }

  boolean isEnded() {
    return ended != 0;
  }

  /** Wipes and gives the block back; the first call wins, whoever makes it. */
  void end() {
    if (ENDED.compareAndSet(this, 0, 1)) {
      clear();
      block.pages.wipe(block.offset, size);
      block.lease = null;
      Arena.giveBack(block);
    }
  }

  private static void wipeDropped() {
    while (true) {
      try {
        ((Lease) DROPPED.remove()).end();
      } catch (InterruptedException e) {
        // Nobody has a reason to interrupt it, and the safety net must outlive a mistake: go on.
      }
    }
  }
}
