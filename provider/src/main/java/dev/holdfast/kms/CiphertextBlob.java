// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.CipherScheme;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * A symmetric ciphertext, which says itself which key and material made it:
 *
 * <pre>
 *   2 bytes   "HF"
 *   1 byte    1: the message has a key of its own; 2: the material encrypted it itself
 *   16 bytes  the key's id, a UUID
 *   16 bytes  the name of the material
 *   32 bytes  the nonce from which the message's own key is derived; its first 12 bytes are GCM's
 *   the rest  the ciphertext and its tag of 16 bytes
 * </pre>
 *
 * All that stands before the ciphertext is authenticated with it, and after it the encryption
 * context. The form has a fixed length, so the two cannot run into each other.
 */
@SuppressWarnings("ArrayRecordComponent") // parsed and used, never compared
record CiphertextBlob(
    boolean derived, String keyId, byte[] material, byte[] nonce, byte[] header, byte[] body) {
  private static final short MAGIC = 0x4846;
  private static final byte DERIVED = 1;
  private static final byte COUNTED = 2;
  private static final int MATERIAL = 16;
  private static final int HEADER =
      CipherScheme.Derived.MESSAGE_OVERHEAD - CipherScheme.Derived.TAG;

  /** How much longer a ciphertext is than its plaintext, in bytes. */
  static final int OVERHEAD = CipherScheme.Derived.MESSAGE_OVERHEAD;

  /** What stands before a ciphertext that is to be made. */
  static byte[] header(boolean derived, String keyId, byte[] material, byte[] nonce) {
    UUID id = UUID.fromString(keyId);
    return ByteBuffer.allocate(HEADER)
        .putShort(MAGIC)
        .put(derived ? DERIVED : COUNTED)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .put(material)
        .put(nonce)
        .array();
  }

  /** Reads a ciphertext; empty if it is none of ours. */
  static Optional<CiphertextBlob> parse(byte[] in, int offset, int length) {
    if (length < OVERHEAD) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(in, offset, length);
    short magic = buffer.getShort();
    byte form = buffer.get();
    if (magic != MAGIC || (form != DERIVED && form != COUNTED)) {
      return Optional.empty();
    }
    String keyId = new UUID(buffer.getLong(), buffer.getLong()).toString();
    byte[] material = new byte[MATERIAL];
    buffer.get(material);
    byte[] nonce = new byte[CipherScheme.Derived.NONCE];
    buffer.get(nonce);
    byte[] body = new byte[buffer.remaining()];
    buffer.get(body);
    return Optional.of(
        new CiphertextBlob(
            form == DERIVED,
            keyId,
            material,
            nonce,
            Arrays.copyOfRange(in, offset, offset + HEADER),
            body));
  }

  /** How a message is encrypted and decrypted. */
  static CipherScheme scheme(boolean derived, byte[] header, byte[] nonce, byte[] context) {
    CipherScheme.Derived scheme = new CipherScheme.Derived(nonce, associated(header, context));
    return derived ? scheme : scheme.message();
  }

  /** The header and the context, one after the other. */
  static byte[] associated(byte[] header, byte[] context) {
    byte[] both = Arrays.copyOf(header, header.length + context.length);
    System.arraycopy(context, 0, both, header.length, context.length);
    return both;
  }
}
