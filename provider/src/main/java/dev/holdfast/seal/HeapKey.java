// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.seal;

import dev.holdfast.memory.SecretMemory;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * A secret key that lies on the heap while a JCA provider computes with it, because providers take
 * nothing else. Unlike SecretKeySpec it is wiped when closed, and with it what it handed out: the
 * arrays that providers keep. What copies they make of those are theirs. Safe for use by several
 * threads.
 */
public final class HeapKey implements SecretKey, AutoCloseable {
  private static final long serialVersionUID = 1L;

  /** Providers that keep a key ask for it once; those that ask each time wipe what they got. */
  private static final int HANDED_OUT = 4;

  private final transient byte[] bytes;
  private final transient String algorithm;
  private final transient byte[][] handedOut = new byte[HANDED_OUT][];
  private transient int count;
  private transient boolean closed;

  private HeapKey(byte[] bytes, String algorithm) {
    this.bytes = bytes;
    this.algorithm = algorithm;
  }

  public static HeapKey copyOf(SecretMemory secret, String algorithm) {
    return new HeapKey(secret.toByteArray(), algorithm);
  }

  /** Another one with the same bytes; empty once this is closed. */
  public synchronized Optional<HeapKey> copy() {
    return closed ? Optional.empty() : Optional.of(new HeapKey(bytes.clone(), algorithm));
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  /**
   * A copy of the bytes, which is wiped with this key.
   *
   * @throws IllegalStateException after close
   */
  @Override
  public synchronized byte[] getEncoded() {
    if (closed) {
      throw new IllegalStateException("The key was wiped");
    }
    byte[] copy = bytes.clone();
    if (count < HANDED_OUT) {
      handedOut[count++] = copy;
    }
    return copy;
  }

  private Object writeReplace() throws java.io.ObjectStreamException {
    throw new java.io.NotSerializableException(HeapKey.class.getName());
  }

  @Override
  public synchronized void close() {
    closed = true;
    Arrays.fill(bytes, (byte) 0);
    for (int i = 0; i < count; i++) {
      Arrays.fill(handedOut[i], (byte) 0);
    }
  }

  @Override
  public String toString() {
    return algorithm + " key in use";
  }
}
