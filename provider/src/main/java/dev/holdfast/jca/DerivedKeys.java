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
  /**
   * How the names of JSSE's secrets begin: {@code TlsPremasterSecret} and others, whose bytes it
   * takes and hands to the JDK's own key derivation.
   */
  private static final String TLS = "Tls";

  /** The sizes of an AES key, the longest first. */
  private static final int[] AES_LENGTHS = {32, 24, 16};

  private static final int TRIPLE_DES_LENGTH = 24;

  private DerivedKeys() {}

  /**
   * A secret as a key: a handle, but for what TLS asks for.
   *
   * @param offset where the key begins in it
   * @param length bytes that there are from there on; a key of a fixed size takes the first of them
   * @throws NoSuchAlgorithmException for an algorithm whose keys Holdfast does not know
   * @throws InvalidKeyException if there are too few bytes for the algorithm
   */
  static SecretKey of(
      OpaqueKey base, DerivationScheme scheme, int offset, int length, String algorithm)
      throws KeyOperationException, NoSuchAlgorithmException, InvalidKeyException {
    return exactly(base, scheme, offset, keyLength(algorithm, length), algorithm);
  }

  /**
   * A part of a secret as a key of that length: a handle, but for what TLS asks for.
   *
   * @throws NoSuchAlgorithmException for an algorithm whose keys Holdfast does not know
   * @throws InvalidKeyException if the algorithm's keys do not have that length
   */
  static SecretKey exactly(
      OpaqueKey base, DerivationScheme scheme, int offset, int length, String algorithm)
      throws KeyOperationException, NoSuchAlgorithmException, InvalidKeyException {
    if (algorithm == null) {
      throw new NoSuchAlgorithmException("The algorithm of the secret key is null");
    }
    if (algorithm.startsWith(TLS)) {
      byte[] secret = base.derive(scheme);
      try {
        return new SecretKeySpec(secret, offset, length, algorithm);
      } finally {
        Arrays.fill(secret, (byte) 0);
      }
    }
    KeySpec spec = KeyImport.secretSpec(algorithm, 8 * length);
    return (SecretKey) OpaqueKey.of(base.deriveKey(scheme, offset, spec));
  }

  private static int keyLength(String algorithm, int length) {
    if ("AES".equalsIgnoreCase(algorithm)) {
      return Arrays.stream(AES_LENGTHS).filter(size -> size <= length).findFirst().orElse(length);
    }
    if ("ChaCha20".equalsIgnoreCase(algorithm)) {
      return Math.min(length, AES_LENGTHS[0]);
    }
    return "DESede".equalsIgnoreCase(algorithm) ? Math.min(length, TRIPLE_DES_LENGTH) : length;
  }
}
