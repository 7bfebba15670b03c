// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.Digest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * How CMS makes the key that wraps a message's key out of an agreed secret (RFC 5753 and 8418):
 * what the table says of it. {@link WrapKeys} does it.
 *
 * @param function which function
 * @param digest the digest inside it
 */
record WrapKeyDerivation(Function function, Digest digest) {
  /** AES key wrap, RFC 3565, and with padding, RFC 5649: the bytes of its key. */
  private static final Map<String, Integer> LENGTHS =
      Map.of(
          "2.16.840.1.101.3.4.1.5", 16,
          "2.16.840.1.101.3.4.1.8", 16,
          "2.16.840.1.101.3.4.1.25", 24,
          "2.16.840.1.101.3.4.1.28", 24,
          "2.16.840.1.101.3.4.1.45", 32,
          "2.16.840.1.101.3.4.1.48", 32);

  /** The functions that CMS has. */
  enum Function {
    /** ANSI X9.63's, which is KDF2 of IEEE P1363a (RFC 5753, section 7.1.8). */
    X963,
    /** RFC 5869, as RFC 8418 uses it. */
    HKDF
  }

  /**
   * How long the key of a wrapping is, in bytes.
   *
   * @param wrapping its object identifier
   */
  static int length(String wrapping) throws NoSuchAlgorithmException {
    Integer length = wrapping == null ? null : LENGTHS.get(wrapping);
    if (length == null) {
      throw new NoSuchAlgorithmException(
          "A key is derived for an AES key wrap that is named by its object identifier, not for "
              + wrapping);
    }
    return length;
  }
}
