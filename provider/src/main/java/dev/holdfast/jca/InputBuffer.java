// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.util.Arrays;

/** Bytes gathered over several updates; what is let go of is wiped, since it may be plaintext. */
final class InputBuffer {
  private static final byte[] EMPTY = {};

  private byte[] bytes = EMPTY;
  private int size;

  void append(byte[] in, int offset, int length) {
    int needed = Math.addExact(size, length);
    if (needed > bytes.length) {
      byte[] grown = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * size, 1 << 30)));
      Arrays.fill(bytes, 0, size, (byte) 0);
      bytes = grown;
    }
    System.arraycopy(in, offset, bytes, size, length);
    size = needed;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  /** The bytes from 0 to {@link #size}; valid until the next change. */
  byte[] array() {
    return bytes;
  }

  byte[] copy() {
    return Arrays.copyOf(bytes, size);
  }

  /** Lets go of what was appended after a moment with that size. */
  void truncate(int formerSize) {
    Arrays.fill(bytes, formerSize, size, (byte) 0);
    size = formerSize;
  }

  void clear() {
    Arrays.fill(bytes, 0, size, (byte) 0);
    bytes = EMPTY;
    size = 0;
  }
}
