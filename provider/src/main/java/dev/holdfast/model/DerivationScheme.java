// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.security.PublicKey;

/** A way to get a secret out of a key, with the parameters of one use. */
public sealed interface DerivationScheme extends Algorithm {
  /** The type of key that serves it. */
  KeyType keyType();

  /** What the key must be for. */
  default KeyUsage usage() {
    return KeyUsage.KEY_AGREEMENT;
  }

  /**
   * Elliptic curve Diffie-Hellman without cofactor, SP 800-56A section 5.7.1.2. The secret is the
   * shared point's x, as long as the curve's field.
   *
   * @param peer the other side's key, a point on the same curve; whoever makes this has checked it
   */
  record Ecdh(PublicKey peer) implements DerivationScheme {
    @Override
    public KeyType keyType() {
      return KeyType.EC;
    }

    @Override
    public String toString() {
      return "ECDH";
    }
  }

  /**
   * X25519 and X448, RFC 7748. The secret has 32 or 56 bytes; one of zeros alone is refused.
   *
   * @param peer the other side's key, for the same curve; whoever makes this has checked it
   */
  record Xdh(PublicKey peer) implements DerivationScheme {
    @Override
    public KeyType keyType() {
      return KeyType.XDH;
    }

    @Override
    public String toString() {
      return "XDH";
    }
  }

  /**
   * ML-KEM's decapsulation, FIPS 203 section 7.3. The secret has 32 bytes; a ciphertext that was
   * not made for the key gives another secret and no error.
   *
   * @param ciphertext as long as the key's parameter set says
   */
  @SuppressWarnings("ArrayRecordComponent") // a message's parameters, never compared
  record MlKem(byte[] ciphertext) implements DerivationScheme {
    @Override
    public KeyType keyType() {
      return KeyType.ML_KEM;
    }

    @Override
    public KeyUsage usage() {
      return KeyUsage.ENCAPSULATE_DECAPSULATE;
    }

    @Override
    public String toString() {
      return "ML_KEM";
    }
  }

  /**
   * HKDF, RFC 5869.
   *
   * @param extraction what extraction takes besides the key; null to expand only, from a key that
   *     is a pseudorandom key already
   * @param info the context of expansion, may be empty; null to extract only
   * @param length bytes of the secret: the digest's for extraction alone, else at most 255 times
   *     that
   */
  @SuppressWarnings("ArrayRecordComponent") // a derivation's parameters, never compared
  record Hkdf(Digest digest, Extraction extraction, byte[] info, int length)
      implements DerivationScheme {
    @Override
    public KeyType keyType() {
      return KeyType.GENERIC;
    }

    @Override
    public String toString() {
      return "HKDF(" + digest + ")";
    }
  }

  /**
   * What the first step of HKDF takes besides the key.
   *
   * @param before input keying material that stands before the key's, may be empty
   * @param after input keying material that stands behind the key's, may be empty
   * @param salt may be empty
   */
  @SuppressWarnings("ArrayRecordComponent") // a derivation's parameters, never compared
  record Extraction(byte[] before, byte[] after, byte[] salt) {}
}
