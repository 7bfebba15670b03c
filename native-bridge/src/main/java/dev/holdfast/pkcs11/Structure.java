// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import dev.holdfast.memory.SecretMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A C structure that a module fills, read field by field. */
final class Structure implements AutoCloseable {
  private final SecretMemory memory;
  private final ByteBuffer view;

  Structure(int size) {
    memory = SecretMemory.allocate(size);
    view = memory.asByteBuffer();
  }

  long address() {
    return memory.address();
  }

  long ulong(int at) {
    return view.getLong(at);
  }

  void ulong(int at, long value) {
    view.putLong(at, value);
  }

  /** A blank-padded field; some modules end it with a zero instead. */
  String text(int at, int length) {
    byte[] bytes = new byte[length];
    memory.read(at, bytes, 0, length);
    int end = 0;
    while (end < length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, 0, end, StandardCharsets.UTF_8).stripTrailing();
  }

  /** A CK_VERSION. */
  String version(int at) {
    return (view.get(at) & 0xff) + "." + (view.get(at + 1) & 0xff);
  }

  @Override
  public void close() {
    memory.close();
  }
}
