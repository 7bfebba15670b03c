// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import dev.holdfast.memory.SecretMemory;
import java.nio.ByteBuffer;

/**
 * Where the token writes the result of a call: its CK_ULONG length first, then the bytes. Grows
 * once when the token says CKR_BUFFER_TOO_SMALL, so that nobody outside has to ask for a size
 * first.
 */
final class Output implements AutoCloseable {
  /** Holds an RSA-4096 signature and a wrapped RSA-4096 key: the common case never grows. */
  static final int LARGE = 3072;

  /** Room that is always offered: some tokens ask for more than they write. */
  private static final int LEAST = 512;

  private static final int FIRST = LARGE + Long.BYTES;
  private static final int KEEP = 64 * 1024;
  private static final int BYTES = Long.BYTES;

  private SecretMemory memory = SecretMemory.allocate(FIRST);
  private ByteBuffer view = memory.asByteBuffer();

  /** Bytes that the token may write to, which are those to wipe; 0 between calls. */
  private int room;

  private boolean grown;

  /**
   * Makes room and tells the token how much.
   *
   * @return the address of the length
   */
  long prepare(int sizeHint) {
    if (!grown) {
      fit(Math.max(sizeHint, LEAST));
    }
    view.putLong(0, room);
    return memory.address();
  }

  /** The address of the bytes; after {@link #prepare}. */
  long address() {
    return memory.address() + BYTES;
  }

  /**
   * Whether to call again; the room has then been made. A token that asks twice gets its error
   * reported.
   */
  boolean isTooSmall(long rv) {
    long wanted = view.getLong(0);
    if (rv != Ckr.CKR_BUFFER_TOO_SMALL || grown || wanted < 0 || wanted > Integer.MAX_VALUE - 64) {
      return false;
    }
    grown = true;
    fit((int) wanted);
    return true;
  }

  /** How many bytes the token wrote. */
  int length() {
    long length = view.getLong(0);
    if (length < 0 || length > room) {
      throw new IllegalStateException("the token says it wrote beyond the buffer: " + length);
    }
    return (int) length;
  }

  /** A word of a structure written without length. */
  long word(int at) {
    return view.getLong(BYTES + at);
  }

  void read(byte[] target, int offset, int length) {
    memory.read(BYTES, target, offset, length);
  }

  byte[] toByteArray() {
    byte[] result = new byte[length()];
    read(result, 0, result.length);
    return result;
  }

  SecretMemory toSecretMemory() {
    SecretMemory result = SecretMemory.allocate(length());
    result.write(0, memory, BYTES, result.size());
    return result;
  }

  /** Wipes what may have been written, which may be more than the length says. */
  void reset() {
    if (room == 0) {
      return;
    }
    if (memory.size() > KEEP) {
      memory.close();
      use(FIRST);
    } else {
      memory.wipe(0, BYTES + room);
    }
    room = 0;
    grown = false;
  }

  @Override
  public void close() {
    memory.close();
  }

  private void fit(int size) {
    if (size > memory.size() - BYTES) {
      memory.close();
      use(Math.addExact(size, BYTES));
    }
    room = size;
  }

  private void use(int size) {
    memory = SecretMemory.allocate(size);
    view = memory.asByteBuffer();
  }
}
