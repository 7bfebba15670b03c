// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

import java.nio.ByteBuffer;

/**
 * One allocatable piece of {@link Pages}; lives as long as they do and is handed out many times.
 */
final class Block {
  /** Size class of a block that has pages of its own. */
  static final int OWN_PAGES = -1;

  final Pages pages;
  final long offset;
  final int sizeClass;
  final ByteBuffer view;

  /**
   * Who holds this block now. The reference from here keeps the lease itself alive, so that the
   * garbage collector can report a holder that was dropped without close.
   */
  volatile Lease lease;

  Block(Pages pages, long offset, int size, int sizeClass) {
    this.pages = pages;
    this.offset = offset;
    this.sizeClass = sizeClass;
    this.view = pages.view(offset, size);
  }

  long address() {
    return pages.address + offset;
  }

  int capacity() {
    return view.capacity();
  }
}
