// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * The encryption context as the bytes that a ciphertext is bound to. Of two contexts that differ
 * anywhere, the bytes differ, too: every key and value stands after its length.
 */
public final class EncryptionContext {
  private EncryptionContext() {}

  /**
   * The pairs in the order of their keys' UTF-8 bytes, each key and value as four bytes of length,
   * most significant first, and its UTF-8 form. No pairs give no bytes.
   *
   * <p>The JCA's cipher {@code Holdfast} takes them by {@code updateAAD}: what it encrypts so,
   * {@link KeyService#decrypt} opens with the context itself.
   */
  public static byte[] encode(Map<String, String> context) {
    TreeMap<byte[], byte[]> sorted = new TreeMap<>(Arrays::compareUnsigned);
    context.forEach(
        (key, value) ->
            sorted.put(
                key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    sorted.forEach(
        (key, value) -> {
          put(out, key);
          put(out, value);
        });
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, byte[] bytes) {
    out.write(bytes.length >>> 24);
    out.write(bytes.length >>> 16);
    out.write(bytes.length >>> 8);
    out.write(bytes.length);
    out.write(bytes, 0, bytes.length);
  }
}
