// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keys;

import java.security.InvalidKeyException;
import java.util.Arrays;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;

/** What an expanded ML-DSA private key must be that nobody else looks at. */
final class LatticeKeys {
  /** Where s1 and s2 begin: behind rho, K and tr (FIPS 204, algorithm 24). */
  private static final int VECTORS = 128;

  private static final int COEFFICIENTS = 256;

  private LatticeKeys() {}

  /**
   * Refuses a key whose secret vectors have coefficients that are not between -eta and eta. FIPS
   * 204 leaves that to the reader (algorithm 25), and a key that breaks it signs what tells of it.
   */
  static void requireInRange(MLDSAPrivateKey key) throws InvalidKeyException {
    byte[] expanded = key.getPrivateData();
    try {
      // Table 1 of FIPS 204: eta, and the polynomials of s1 and s2 together.
      switch (key.getParameterSpec().getName()) {
        case "ML-DSA-44" -> require(expanded, 2, 4 + 4);
        case "ML-DSA-65" -> require(expanded, 4, 6 + 5);
        case "ML-DSA-87" -> require(expanded, 2, 8 + 7);
        default -> throw new InvalidKeyException("Holdfast keeps no prehashing ML-DSA keys");
      }
    } finally {
      Arrays.fill(expanded, (byte) 0);
    }
  }

  /** A coefficient is written as eta minus itself, in as few bits as that needs. */
  private static void require(byte[] expanded, int eta, int polynomials)
      throws InvalidKeyException {
    int width = eta == 2 ? 3 : 4;
    int greatest = 0;
    for (int i = 0; i < polynomials * COEFFICIENTS; i++) {
      greatest = Math.max(greatest, bits(expanded, VECTORS * 8 + i * width, width));
    }
    if (greatest > 2 * eta) {
      throw new InvalidKeyException("The ML-DSA private key has coefficients out of range");
    }
  }

  private static int bits(byte[] bytes, int from, int width) {
    int value = 0;
    for (int i = 0; i < width; i++) {
      int at = from + i;
      value |= (bytes[at >> 3] >> (at & 7) & 1) << i;
    }
    return value;
  }
}
