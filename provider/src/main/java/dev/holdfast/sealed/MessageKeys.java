// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The keys of single messages: HKDF-SHA-256 (RFC 5869) of a backing key, with the message's nonce
 * as salt. No two messages share one, so none of GCM's limits on messages under a key applies to
 * the backing key.
 */
final class MessageKeys {
  /** What a message's key is to an engine, and a backing key that is to be made. */
  static final KeySpec SPEC = KeySpec.aes(256);

  private static final byte[] PURPOSE = "holdfast message key 1".getBytes(StandardCharsets.UTF_8);

  private MessageKeys() {}

  /** The kind of key an engine makes and reads for a spec; it knows no derivation. */
  static KeySpec madeAs(KeySpec spec) {
    return spec.type() == KeyType.SYMMETRIC_DEFAULT ? SPEC : spec;
  }

  /** What an engine must offer for an algorithm. */
  static Algorithm computedAs(Algorithm algorithm) {
    if (algorithm instanceof KeySpec spec) {
      return madeAs(spec);
    }
    return algorithm instanceof CipherScheme.Derived derived ? derived.message() : algorithm;
  }

  /** The key of one message; the caller closes it. */
  static SecretMemory derive(SecretMemory backing, byte[] nonce) {
    byte[] input = backing.toByteArray();
    byte[] output = new byte[SPEC.bits() / 8];
    try {
      HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
      hkdf.init(new HKDFParameters(input, nonce, PURPOSE));
      hkdf.generateBytes(output, 0, output.length);
      return SecretMemory.copyOf(output);
    } finally {
      Arrays.fill(input, (byte) 0);
      Arrays.fill(output, (byte) 0);
    }
  }
}
