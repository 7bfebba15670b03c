// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.envelope;

import dev.holdfast.kms.api.Blob;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What stands before the encrypted data: {@code HFENV}, a version, two bytes of length (high byte
 * first) and the wrapped data key. The whole header is associated data of every segment after it.
 *
 * @param wrappedKey as the key management service returned it; it says itself which key opens it
 */
record Header(Blob wrappedKey) {
  private static final byte[] MAGIC = {'H', 'F', 'E', 'N', 'V'};

  /** AES-256-GCM in segments of 1 MiB, keys by HKDF-SHA-256: Tink's AesGcmHkdfStreaming. */
  private static final byte VERSION = 1;

  /** The longest ciphertext that the key management service makes or takes. */
  static final int LONGEST_KEY = 6144;

  byte[] encode() {
    return ByteBuffer.allocate(MAGIC.length + 3 + wrappedKey.size())
        .put(MAGIC)
        .put(VERSION)
        .putShort((short) wrappedKey.size())
        .put(wrappedKey.asByteBuffer())
        .array();
  }

  /** Reads a header and not a byte more. */
  static Header read(InputStream in) throws IOException {
    byte[] start = exactly(in, MAGIC.length + 3);
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      throw new EnvelopeException("This is nothing that Holdfast encrypted");
    }
    ByteBuffer rest = ByteBuffer.wrap(start, MAGIC.length, 3);
    byte version = rest.get();
    if (version != VERSION) {
      throw new EnvelopeException(
          "The envelope has version " + version + ", and this program knows " + VERSION + " alone");
    }
    int length = Short.toUnsignedInt(rest.getShort());
    if (length == 0 || length > LONGEST_KEY) {
      throw new EnvelopeException("The envelope's header was changed");
    }
    return new Header(Blob.of(exactly(in, length)));
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      EOFException end = new EOFException(bytes.length + " of " + length + " bytes");
      throw new EnvelopeException("The envelope ends within its header", end);
    }
    return bytes;
  }
}
