// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Secrets that come out of keys, as the key objects that callers ask for by algorithm. */
final class DerivedKeys {
  /** What JSSE asks for: it takes the bytes, and hands them to the JDK's own key derivation. */
  private static final String TLS = "TlsPremasterSecret";

  /** The sizes of an AES key, the longest first. */
  private static final int[] AES_LENGTHS = {32, 24, 16};

  private static final int TRIPLE_DES_LENGTH = 24;

  private DerivedKeys() {}

  /**
   * A part of a secret as a key: a handle, but for what TLS asks for.
   *
   * @param offset where the part begins
   * @param length bytes that there are from there on; a key of a fixed size takes the first of them
   * @throws NoSuchAlgorithmException for an algorithm whose keys Holdfast does not know
   * @throws InvalidKeyException if there are too few bytes for the algorithm
   */
  static SecretKey of(
      OpaqueKey base, DerivationScheme scheme, int offset, int length, String algorithm)
      throws KeyOperationException, NoSuchAlgorithmException, InvalidKeyException {
    if (algorithm == null) {
      throw new NoSuchAlgorithmException("The algorithm of the secret key is null");
    }
    if (algorithm.equals(TLS)) {
      byte[] secret = base.derive(scheme);
      try {
        return new SecretKeySpec(secret, offset, length, TLS);
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    }
    KeySpec spec = KeyImport.secretSpec(algorithm, 8 * keyLength(algorithm, length));
    return (SecretKey) OpaqueKey.of(base.deriveKey(scheme, offset, spec));
  }

  private static int keyLength(String algorithm, int length) {
    if (algorithm.equalsIgnoreCase("AES")) {
      return Arrays.stream(AES_LENGTHS).filter(size -> size <= length).findFirst().orElse(length);
    }
    if (algorithm.equalsIgnoreCase("ChaCha20")) {
      return Math.min(length, AES_LENGTHS[0]);
    }
    return algorithm.equalsIgnoreCase("DESede") ? Math.min(length, TRIPLE_DES_LENGTH) : length;
  }
}
