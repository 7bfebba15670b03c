// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkLayout.CK_ATTRIBUTE;
import static dev.holdfast.pkcs11.raw.CkLayout.CK_ATTRIBUTE_LENGTH;
import static dev.holdfast.pkcs11.raw.CkLayout.CK_ATTRIBUTE_VALUE;

import dev.holdfast.memory.SecretMemory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An array of CK_ATTRIBUTE (PKCS #11 2.40, section 3.5), packed once into memory of its own and
 * immutable from then on: it may be used for any number of calls and by several threads at once.
 * Close it after the last call; that zeroes it.
 */
public final class Template implements AutoCloseable {
  private final SecretMemory memory;
  private final int count;
  private final boolean ofSession;

  private Template(SecretMemory memory, int count, boolean ofSession) {
    this.memory = memory;
    this.count = count;
    this.ofSession = ofSession;
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Matches every object in C_FindObjectsInit. */
  public static Template empty() {
    return builder().build();
  }

  long address() {
    return memory.address();
  }

  int count() {
    return count;
  }

  /** What is made from it is a session object: it says so itself, and nothing is taken for that. */
  boolean isOfSession() {
    return ofSession;
  }

  @Override
  public void close() {
    memory.close();
  }

  /** The number of attributes only: values may be key bytes. */
  @Override
  public String toString() {
    return "Template[" + count + " attributes]";
  }

  /**
   * Collects attributes; a type given twice stands twice, and the token will refuse it. Not
   * thread-safe.
   */
  public static final class Builder {
    private final List<Entry> entries = new ArrayList<>();
    private boolean ofSession;

    private Builder() {}

    public Builder set(long type, boolean value) {
      if (type == Cka.CKA_TOKEN) {
        ofSession = !value;
      }
      return set(type, new byte[] {(byte) (value ? 1 : 0)});
    }

    /** A CK_ULONG. */
    public Builder set(long type, long value) {
      return add(type, 8, (target, at) -> target.asByteBuffer().putLong(at, value));
    }

    /** Bytes, read by {@link #build}; a caller that gives key bytes wipes its array after that. */
    public Builder set(long type, byte[] value) {
      return add(type, value.length, (target, at) -> target.write(at, value, 0, value.length));
    }

    /** Bytes that never touch the heap, read by {@link #build}. */
    public Builder set(long type, SecretMemory value) {
      return add(type, value.size(), (target, at) -> target.write(at, value, 0, value.size()));
    }

    /** UTF-8, without terminating zero. */
    public Builder set(long type, String value) {
      return set(type, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Mechanism types, for CKA_ALLOWED_MECHANISMS. */
    public Builder setAll(long type, long... values) {
      return add(
          type,
          8 * values.length,
          (target, at) -> {
            for (int i = 0; i < values.length; i++) {
              target.asByteBuffer().putLong(at + 8 * i, values[i]);
            }
          });
    }

    /** A nested array of attributes, for CKA_UNWRAP_TEMPLATE and its like. */
    public Builder set(long type, Builder nested) {
      List<Entry> inner = List.copyOf(nested.entries);
      entries.add(
          new Entry(
              type,
              CK_ATTRIBUTE * inner.size(),
              packedSize(inner),
              (target, at) -> pack(inner, target, at)));
      return this;
    }

    public Template build() {
      SecretMemory memory = SecretMemory.allocate(packedSize(entries));
      pack(entries, memory, 0);
      return new Template(memory, entries.size(), ofSession);
    }

    private Builder add(long type, int length, Value value) {
      entries.add(new Entry(type, length, length, value));
      return this;
    }

    private static int packedSize(List<Entry> entries) {
      int size = CK_ATTRIBUTE * entries.size();
      for (Entry entry : entries) {
        size = Math.addExact(size, aligned(entry.space));
      }
      return size;
    }

    /** The array first, the values it points to behind it. */
    private static void pack(List<Entry> entries, SecretMemory target, int start) {
      ByteBuffer view = target.asByteBuffer();
      int attribute = start;
      int value = start + CK_ATTRIBUTE * entries.size();
      for (Entry entry : entries) {
        view.putLong(attribute, entry.type);
        view.putLong(attribute + CK_ATTRIBUTE_VALUE, target.address() + value);
        view.putLong(attribute + CK_ATTRIBUTE_LENGTH, entry.length);
        entry.value.writeTo(target, value);
        attribute += CK_ATTRIBUTE;
        value += aligned(entry.space);
      }
    }

    private static int aligned(int length) {
      return (length + 7) & ~7;
    }
  }

  /**
   * @param length ulValueLen
   * @param space bytes used behind the array: more than the length where the value points further
   */
  private record Entry(long type, int length, int space, Value value) {}

  private interface Value {
    void writeTo(SecretMemory target, int at);
  }
}
