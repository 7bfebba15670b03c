// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The keys of single messages: SP 800-108 in counter mode with HMAC-SHA-256 of a backing key, over
 * the message's nonce. Its 256 bits are one block. No two messages share a key, so none of GCM's
 * limits on messages under a key applies to the backing key, which an engine knows as one for HMAC.
 */
final class MessageKeys {
  /** What a message's key is to an engine. */
  static final KeySpec SPEC = KeySpec.aes(256);

  /** The pseudorandom function of the derivation. */
  static final MacScheme PRF = MacScheme.of(Digest.SHA_256);

  private static final KeySpec BACKING = KeySpec.hmac(Digest.SHA_256);
  private static final byte[] LABEL = "holdfast message key 1".getBytes(StandardCharsets.UTF_8);

  private MessageKeys() {}

  /** The kind of key that an engine makes and loads for a spec; it knows no derivation. */
  static KeySpec loadedAs(KeySpec spec) {
    return spec.type() == KeyType.SYMMETRIC_DEFAULT ? BACKING : spec;
  }

  /** What an engine must offer for an algorithm. */
  static List<Algorithm> needs(Algorithm algorithm) {
    if (algorithm instanceof KeySpec spec) {
      return List.of(loadedAs(spec));
    }
    return algorithm instanceof CipherScheme.Derived derived
        ? List.of(BACKING, PRF, derived.message())
        : List.of(algorithm);
  }

  /** Section 4.1's input of the one block: counter, label, zero, context, length in bits. */
  static byte[] input(byte[] nonce) {
    return ByteBuffer.allocate(4 + LABEL.length + 1 + nonce.length + 4)
        .putInt(1)
        .put(LABEL)
        .put((byte) 0)
        .put(nonce)
        .putInt(SPEC.bits())
        .array();
  }
}
