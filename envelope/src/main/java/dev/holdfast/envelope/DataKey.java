// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.envelope;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.memory.SecretMemory;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/** A data key, in locked memory until it is closed, and its wrapped form. */
final class DataKey implements AutoCloseable {
  /** In bytes. */
  static final int LENGTH = 32;

  private static final int SEGMENT = 1 << 20;

  private final Blob wrapped;
  private final SecretMemory key;

  /**
   * @param plaintext the key's bytes; wiped here
   */
  DataKey(Blob wrapped, Blob plaintext) throws EnvelopeException {
    byte[] bytes = plaintext.toByteArray();
    try {
      if (bytes.length != LENGTH) {
        throw new EnvelopeException(
            "The envelope's data key has " + bytes.length + " bytes and not " + LENGTH);
      }
      this.wrapped = wrapped;
      this.key = SecretMemory.copyOf(bytes);
    } finally {
      Arrays.fill(bytes, (byte) 0);
      plaintext.wipe();
    }
  }

  Blob wrapped() {
    return wrapped;
  }

  /**
   * The cipher of one stream. It draws a salt for each stream and derives that stream's own key, so
   * a data key may serve several. It copies the key to the heap, where the copy lies until it is
   * collected.
   */
  synchronized AesGcmHkdfStreaming cipher() throws EnvelopeException {
    byte[] bytes = key.toByteArray();
    try {
      return new AesGcmHkdfStreaming(bytes, "HmacSha256", LENGTH, SEGMENT, 0);
    } catch (GeneralSecurityException e) {
      throw new EnvelopeException("This Java cannot encrypt streams with AES-GCM", e);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public synchronized void close() {
    key.close();
  }
}
