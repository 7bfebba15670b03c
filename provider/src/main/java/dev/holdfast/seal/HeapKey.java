// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.seal;

import dev.holdfast.memory.SecretMemory;
import java.util.Arrays;
import javax.crypto.SecretKey;

/**
 * A secret key that lies on the heap for the length of one JDK operation, because the JDK's ciphers
 * take nothing else. Unlike SecretKeySpec it is wiped when closed; what copies the JDK makes of it
 * are the JDK's.
 */
public final class HeapKey implements SecretKey, AutoCloseable {
  private static final long serialVersionUID = 1L;

  private final transient byte[] bytes;
  private final transient String algorithm;

  private HeapKey(byte[] bytes, String algorithm) {
    this.bytes = bytes;
    this.algorithm = algorithm;
  }

  public static HeapKey copyOf(SecretMemory secret, String algorithm) {
    return new HeapKey(secret.toByteArray(), algorithm);
  }

  @Override
  public String getAlgorithm() {
    return algorithm;
  }

  @Override
  public String getFormat() {
    return "RAW";
  }

  @Override
  public byte[] getEncoded() {
    return bytes.clone();
  }

  private Object writeReplace() throws java.io.ObjectStreamException {
    throw new java.io.NotSerializableException(HeapKey.class.getName());
  }

  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
  }

  @Override
  public String toString() {
    return algorithm + " key in use";
  }
}
