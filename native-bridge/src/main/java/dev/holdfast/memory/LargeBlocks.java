// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Blocks with pages of their own. A few are kept when they come back, wiped and still locked, for
 * the next large message: mapping, locking and first touching a MiB takes longer than encrypting
 * it. Kept blocks are given up as soon as the system refuses to lock more.
 */
final class LargeBlocks {
  /** What is kept at most, in bytes: the input and the output of three threads with a MiB each. */
  static final long KEEP = 8 << 20;

  /** Sizes are multiples, so that messages of about one length share a block. */
  private static final int STEP = 64 * 1024;

  /** The last that came back is first. */
  private static final ArrayDeque<Block> KEPT = new ArrayDeque<>();

  /** Keeps every block reachable whose holder was dropped, until it has been wiped. */
  private static final Set<Block> LENT = ConcurrentHashMap.newKeySet();

  private static long keptBytes;

  private LargeBlocks() {}

  static Block take(int size) {
    Block block = takeKept(size);
    if (block == null) {
      int rounded = size > Integer.MAX_VALUE - STEP ? size : (size + STEP - 1) / STEP * STEP;
      block = new Block(Pages.map(rounded), 0, rounded, Block.OWN_PAGES);
    }
    LENT.add(block);
    return block;
  }

  /** The caller has wiped it. */
  static void giveBack(Block block) {
    LENT.remove(block);
    List<Block> tooMany = new ArrayList<>(0);
    synchronized (KEPT) {
      KEPT.addFirst(block);
      keptBytes += block.capacity();
      while (keptBytes > KEEP) {
        Block oldest = KEPT.removeLast();
        keptBytes -= oldest.capacity();
        tooMany.add(oldest);
      }
    }
    tooMany.forEach(each -> each.pages.unmap());
  }

  /** Gives all that is kept back to the system; false if there was nothing. */
  static boolean releaseKept() {
    List<Block> released;
    synchronized (KEPT) {
      released = new ArrayList<>(KEPT);
      KEPT.clear();
      keptBytes = 0;
    }
    released.forEach(each -> each.pages.unmap());
    return !released.isEmpty();
  }

  /** One that is large enough, and not so large that the next who needs it would find it gone. */
  private static Block takeKept(int size) {
    synchronized (KEPT) {
      for (Iterator<Block> each = KEPT.iterator(); each.hasNext(); ) {
        Block block = each.next();
        if (block.capacity() >= size && block.capacity() / 2 <= size) {
          each.remove();
          keptBytes -= block.capacity();
          return block;
        }
      }
      return null;
    }
  }
}
