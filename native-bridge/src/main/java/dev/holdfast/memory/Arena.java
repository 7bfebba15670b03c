// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands out blocks in size classes (powers of two, 64 bytes to 16 KiB) from locked chunks, so that
 * an operation costs no system call. Each thread looks first in the stripe its id falls on; stripes
 * fill from, and overflow into, one common stock. Chunks are never given back: what was needed once
 * is needed again. Larger blocks have pages of their own, {@link LargeBlocks}.
 */
final class Arena {
  /** Small enough that one fits the 64 KiB lock limit of older systems. */
  private static final int CHUNK = 64 * 1024;

  private static final int SMALLEST_BITS = 6;
  private static final int LARGEST_BITS = 14;
  private static final int CLASSES = LARGEST_BITS - SMALLEST_BITS + 1;

  /** Bytes that move between a stripe and the stock at once. */
  private static final int BATCH = 4096;

  private static final Stripe[] STRIPES = stripes();
  private static final Stock STOCK = new Stock();

  private Arena() {}

  static Block take(int size) {
    int sizeClass = sizeClass(size);
    return sizeClass == Block.OWN_PAGES ? LargeBlocks.take(size) : takeSmall(sizeClass);
  }

  static void giveBack(Block block) {
    if (block.sizeClass == Block.OWN_PAGES) {
      LargeBlocks.giveBack(block);
      return;
    }
    Stripe stripe = lockStripe();
    try {
      stripe.put(block);
    } finally {
      stripe.unlock();
    }
  }

  private static Block takeSmall(int sizeClass) {
    Stripe stripe = lockStripe();
    try {
      return stripe.take(sizeClass);
    } finally {
      stripe.unlock();
    }
  }

  private static int sizeClass(int size) {
    int bits = Math.max(SMALLEST_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(size - 1));
    return bits > LARGEST_BITS ? Block.OWN_PAGES : bits - SMALLEST_BITS;
  }

  private static Stripe lockStripe() {
    // Fibonacci hashing: neighbouring thread ids must not fall on neighbouring stripes only.
    int start = (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> 32);
    for (int i = 0; i < STRIPES.length; i++) {
      Stripe stripe = STRIPES[(start + i) & (STRIPES.length - 1)];
      if (stripe.tryLock()) {
        return stripe;
      }
    }
    Stripe own = STRIPES[start & (STRIPES.length - 1)];
    own.lock();
    return own;
  }

  private static Stripe[] stripes() {
    int wanted = Math.min(32, 2 * Runtime.getRuntime().availableProcessors());
    Stripe[] stripes = new Stripe[Integer.highestOneBit(Math.max(1, 2 * wanted - 1))];
    for (int i = 0; i < stripes.length; i++) {
      stripes[i] = new Stripe();
    }
    return stripes;
  }

  /** Free blocks near some threads. Used under its own lock only. */
  private static final class Stripe extends ReentrantLock {
    private static final long serialVersionUID = 1L;

    private final transient List<ArrayDeque<Block>> free = new ArrayList<>();

    Stripe() {
      for (int i = 0; i < CLASSES; i++) {
        free.add(new ArrayDeque<>());
      }
    }

    Block take(int sizeClass) {
      ArrayDeque<Block> blocks = free.get(sizeClass);
      if (blocks.isEmpty()) {
        STOCK.moveTo(blocks, sizeClass, batch(sizeClass));
      }
      return blocks.pop();
    }

    void put(Block block) {
      ArrayDeque<Block> blocks = free.get(block.sizeClass);
      blocks.push(block);
      // A thread that only closes what others allocate must not hoard.
      if (blocks.size() > 4 * batch(block.sizeClass)) {
        STOCK.moveFrom(blocks, block.sizeClass, batch(block.sizeClass));
      }
    }

    private static int batch(int sizeClass) {
      return Math.max(1, BATCH >> (sizeClass + SMALLEST_BITS));
    }
  }

  /** What no stripe holds, and the registry that keeps every block reachable. */
  private static final class Stock {
    private final List<ArrayDeque<Block>> free = new ArrayList<>();
    private final Queue<Block> all = new ConcurrentLinkedQueue<>();
    private Pages chunk;
    private int used;

    Stock() {
      for (int i = 0; i < CLASSES; i++) {
        free.add(new ArrayDeque<>());
      }
    }

    synchronized void moveTo(ArrayDeque<Block> blocks, int sizeClass, int count) {
      ArrayDeque<Block> stock = free.get(sizeClass);
      for (int i = 0; i < count; i++) {
        Block block = stock.poll();
        blocks.push(block != null ? block : carve(sizeClass));
      }
    }

    synchronized void moveFrom(ArrayDeque<Block> blocks, int sizeClass, int count) {
      for (int i = 0; i < count; i++) {
        free.get(sizeClass).push(blocks.pop());
      }
    }

    private Block carve(int sizeClass) {
      int size = 1 << (sizeClass + SMALLEST_BITS);
      if (chunk == null || used + size > CHUNK) {
        chunk = Pages.map(CHUNK);
        used = 0;
      }
      Block block = new Block(chunk, used, size, sizeClass);
      used += size;
      all.add(block);
      return block;
    }
  }
}
