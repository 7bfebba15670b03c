// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Off-heap bytes for secrets: locked in RAM and left out of core dumps where the system allows
 * ({@link MemoryProtection}), never moved or copied by the garbage collector, absent from heap
 * dumps, zero when allocated and zeroed on close.
 *
 * <p>May be passed from thread to thread, and read by several at once; one thread must not close it
 * while another uses it. An instance dropped without close is wiped some time after the garbage
 * collector finds it: a safety net only.
 *
 * <p>Every method but {@link #close}, {@link #size} and {@link #toString} throws {@link
 * IllegalStateException} after close; positions and lengths are in bytes and checked, {@link
 * IndexOutOfBoundsException}.
 */
public final class SecretMemory implements AutoCloseable {
  private final Block block;
  private final Lease lease;
  private final int size;

  private SecretMemory(Block block, int size) {
    this.block = block;
    this.size = size;
    this.lease = new Lease(this, block, block.capacity());
    block.lease = lease;
  }

  /**
   * Zeroed memory. Costs no system call up to 16 KiB, apart from the first use of a chunk.
   *
   * @param size in bytes, at least 0
   */
  public static SecretMemory allocate(int size) {
    if (size < 0) {
      throw new IllegalArgumentException("size " + size);
    }
    // An empty secret has an address too: some PKCS#11 modules refuse null for "no bytes".
    return new SecretMemory(Arena.take(Math.max(1, size)), size);
  }

  /** A copy of {@code heap}, which the caller still has to wipe. */
  public static SecretMemory copyOf(byte[] heap) {
    SecretMemory memory = allocate(heap.length);
    memory.write(0, heap, 0, heap.length);
    return memory;
  }

  /**
   * Where the bytes are, for native calls. The number does not keep this object alive: hold a
   * reference until the call has returned.
   */
  public long address() {
    checkOpen();
    return block.address();
  }

  /** In bytes. */
  public int size() {
    return size;
  }

  public void write(int at, byte[] source, int offset, int length) {
    checkRange(at, length);
    try {
      block.view.put(at, source, offset, length);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  public void read(int at, byte[] target, int offset, int length) {
    checkRange(at, length);
    try {
      block.view.get(at, target, offset, length);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** Copies from other secret memory, without a heap array between. */
  public void write(int at, SecretMemory source, int offset, int length) {
    checkRange(at, length);
    source.checkRange(offset, length);
    try {
      block.view.put(at, source.block.view, offset, length);
    } finally {
      Reference.reachabilityFence(this);
      Reference.reachabilityFence(source);
    }
  }

  /** Zeroes a part, by means that no compiler drops. */
  public void wipe(int at, int length) {
    checkRange(at, length);
    try {
      block.pages.wipe(block.offset + at, length);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * A copy on the heap, where the secret is no longer protected; the caller wipes it as soon as it
   * can.
   */
  public byte[] toByteArray() {
    byte[] copy = new byte[size];
    read(0, copy, 0, size);
    return copy;
  }

  /**
   * A writable direct view in native byte order. It does not keep this object alive and must not be
   * used after close: by then the bytes are somebody else's.
   */
  public ByteBuffer asByteBuffer() {
    checkOpen();
    return block.view.slice(0, size).order(ByteOrder.nativeOrder());
  }

  /** Zeroes the bytes and gives them back; further calls do nothing. */
  @Override
  public void close() {
    try {
      lease.end();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /** The size only. */
  @Override
  public String toString() {
    return "SecretMemory[" + size + " bytes]";
  }

  private void checkRange(int at, int length) {
    checkOpen();
    Objects.checkFromIndexSize(at, length, size);
  }

  private void checkOpen() {
    if (lease.isEnded()) {
      throw new IllegalStateException("secret memory was closed");
    }
  }
}
