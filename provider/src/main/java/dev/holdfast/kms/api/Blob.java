// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Bytes in a request or response. They do not change, but for {@link #wipe}, and are not shown by
 * {@code toString}; equality takes the same time whatever they are.
 */
public final class Blob {
  private final byte[] bytes;
  private volatile boolean wiped;

  private Blob(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of the bytes. */
  public static Blob of(byte[] bytes) {
    return new Blob(bytes.clone());
  }

  /** The UTF-8 form of a text. */
  public static Blob ofUtf8(String text) {
    return new Blob(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The buffer's remaining bytes, copied; the buffer is left as it is. */
  public static Blob of(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return new Blob(bytes);
  }

  /** How many bytes. */
  public int size() {
    return bytes.length;
  }

  /** A copy, the caller's to wipe. */
  public byte[] toByteArray() {
    requireThere();
    return bytes.clone();
  }

  /** A read-only view. */
  public ByteBuffer asByteBuffer() {
    requireThere();
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** The bytes read as UTF-8. */
  public String asUtf8() {
    requireThere();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Overwrites the bytes with zeros, for secrets; they cannot be read after this. */
  public void wipe() {
    wiped = true;
    Arrays.fill(bytes, (byte) 0);
  }

  private void requireThere() {
    if (wiped) {
      throw new IllegalStateException("The bytes were wiped");
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Blob that && MessageDigest.isEqual(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
