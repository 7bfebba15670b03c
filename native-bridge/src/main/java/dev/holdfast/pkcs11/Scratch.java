// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import dev.holdfast.memory.SecretMemory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Off-heap memory for the arguments of one call, kept from call to call. What was put keeps its
 * address until {@link #reset}, which wipes all that was used: it may have been plaintext.
 */
final class Scratch implements AutoCloseable {
  private static final int FIRST = 1024;

  /** What stays allocated between calls; one large message must not keep locked pages for good. */
  private static final int KEEP = 64 * 1024;

  private static final int ALIGNMENT = 8;

  private final List<SecretMemory> full = new ArrayList<>(0);
  private SecretMemory current = SecretMemory.allocate(FIRST);
  private ByteBuffer view = current.asByteBuffer();
  private int used;

  /**
   * Position, in {@link #view}, of {@code length} fresh zero bytes at an address every C type may
   * have.
   */
  private int take(int length) {
    if (length > current.size() - used) {
      full.add(current);
      use(SecretMemory.allocate(Math.max(length, Math.min(2 * current.size(), KEEP))));
    }
    int at = used;
    long next = (used + (long) length + ALIGNMENT - 1) & -ALIGNMENT;
    used = (int) Math.min(next, current.size());
    return at;
  }

  private void use(SecretMemory memory) {
    current = memory;
    view = memory.asByteBuffer();
    used = 0;
  }

  /** The address of a copy; not null even where there are no bytes, which SoftHSM asks for. */
  long put(byte[] source, int offset, int length) {
    int at = take(Math.max(1, length));
    view.put(at, source, offset, length);
    return current.address() + at;
  }

  /** The address of a copy of one behind the other. */
  long put(byte[] source, int offset, int length, byte[] tail) {
    int at = take(Math.max(1, Math.addExact(length, tail.length)));
    view.put(at, source, offset, length);
    view.put(at + length, tail, 0, tail.length);
    return current.address() + at;
  }

  long put(byte[] source) {
    return put(source, 0, source.length);
  }

  /** The address of zeroed space. */
  long reserve(int length) {
    return take(length) + current.address();
  }

  /** The address of a structure, or array, of words. */
  long putWords(long a, long b, long c) {
    int at = take(24);
    view.putLong(at, a);
    view.putLong(at + 8, b);
    view.putLong(at + 16, c);
    return current.address() + at;
  }

  /** The address of a structure, or array, of words. */
  long putWords(long... words) {
    int at = take(8 * words.length);
    for (int i = 0; i < words.length; i++) {
      view.putLong(at + 8 * i, words[i]);
    }
    return current.address() + at;
  }

  /** Wipes; all addresses handed out are void. */
  void reset() {
    if (used > 0) {
      current.wipe(0, used);
      used = 0;
    }
    if (!full.isEmpty()) {
      full.forEach(SecretMemory::close);
      full.clear();
      if (current.size() > KEEP) {
        current.close();
        use(SecretMemory.allocate(FIRST));
      }
    }
  }

  @Override
  public void close() {
    full.forEach(SecretMemory::close);
    full.clear();
    current.close();
  }
}
