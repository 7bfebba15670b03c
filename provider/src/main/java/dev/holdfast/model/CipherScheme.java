// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Arrays;

/** A way to encrypt and decrypt, with the parameters of one message. */
public sealed interface CipherScheme extends Algorithm {
  /** The type of key that serves it. */
  KeyType keyType();

  /**
   * AES in Galois/Counter Mode, SP 800-38D. The ciphertext carries its tag at the end.
   *
   * <p>The arrays are the caller's and are not copied: one instance serves one message.
   *
   * @param iv the nonce, at least one byte
   * @param aad additional authenticated data, may be empty
   * @param tagBits the tag's length: 96, 104, 112, 120 or 128
   */
  @SuppressWarnings("ArrayRecordComponent") // a message's parameters, never compared
  record AesGcm(byte[] iv, byte[] aad, int tagBits) implements CipherScheme {
    @Override
    public KeyType keyType() {
      return KeyType.AES;
    }

    @Override
    public String toString() {
      return "AES_GCM(tag " + tagBits + ")";
    }
  }

  /**
   * AES in Counter with CBC-MAC mode, SP 800-38C. The ciphertext carries its tag at the end.
   *
   * @param nonce 7 to 13 bytes; the longer it is, the shorter are the messages
   * @param aad additional authenticated data, may be empty
   * @param tagBits the tag's length: 32 to 128 in steps of 16
   */
  @SuppressWarnings("ArrayRecordComponent") // a message's parameters, never compared
  record AesCcm(byte[] nonce, byte[] aad, int tagBits) implements CipherScheme {
    @Override
    public KeyType keyType() {
      return KeyType.AES;
    }

    @Override
    public String toString() {
      return "AES_CCM(tag " + tagBits + ")";
    }
  }

  /**
   * ChaCha20-Poly1305, RFC 8439. The ciphertext carries its tag of 16 bytes at the end.
   *
   * @param nonce 12 bytes
   * @param aad additional authenticated data, may be empty
   */
  @SuppressWarnings("ArrayRecordComponent") // a message's parameters, never compared
  record ChaCha20Poly1305(byte[] nonce, byte[] aad) implements CipherScheme {
    @Override
    public KeyType keyType() {
      return KeyType.CHACHA20;
    }

    @Override
    public String toString() {
      return "CHACHA20_POLY1305";
    }
  }

  /**
   * A block cipher without padding and without authentication, SP 800-38A. A long message may be
   * computed in pieces of whole blocks, each with the chaining value that the one before has left.
   *
   * @param iv the first chaining value: the IV of CBC, the whole counter block of CTR, which counts
   *     with all its bits; empty for ECB
   * @param tail what is encrypted behind the message given, its padding, so that a long message is
   *     not copied for the sake of a few bytes; empty for decryption
   */
  @SuppressWarnings("ArrayRecordComponent") // a message's parameters, never compared
  record Blocks(BlockMode mode, byte[] iv, byte[] tail) implements CipherScheme {
    private static final byte[] NONE = {};

    /** All of the message is given. */
    public Blocks(BlockMode mode, byte[] iv) {
      this(mode, iv, NONE);
    }

    @Override
    public KeyType keyType() {
      return mode.keyType();
    }

    @Override
    public String toString() {
      return mode.toString();
    }
  }

  /**
   * AES key wrap, SP 800-38F: KW and KWP. Authenticated and deterministic.
   *
   * @param padded KWP, for any length from 1 byte; else KW, for multiples of 8 from 16
   * @param icv the initial value: 8 bytes for KW, the 4 fixed ones for KWP
   */
  @SuppressWarnings("ArrayRecordComponent") // a message's parameters, never compared
  record AesKeyWrap(boolean padded, byte[] icv) implements CipherScheme {
    @Override
    public KeyType keyType() {
      return KeyType.AES;
    }

    @Override
    public String toString() {
      return padded ? "AES_KWP" : "AES_KW";
    }
  }

  /**
   * RSAES-OAEP with MGF1, RFC 8017 section 7.1. Only decryption needs the private key.
   *
   * @param label the OAEP label L, may be empty
   */
  @SuppressWarnings("ArrayRecordComponent") // a message's parameters, never compared
  record RsaOaep(Digest digest, Digest mgfDigest, byte[] label) implements CipherScheme {
    @Override
    public KeyType keyType() {
      return KeyType.RSA;
    }

    @Override
    public String toString() {
      return "RSA_OAEP(" + digest + ", MGF1 " + mgfDigest + ")";
    }
  }

  /**
   * RSAES-PKCS1-v1_5, RFC 8017 section 7.2. Whoever shows a stranger whether its padding was right
   * gives decryptions away: new programs use OAEP.
   */
  record RsaPkcs1() implements CipherScheme {
    @Override
    public KeyType keyType() {
      return KeyType.RSA;
    }

    @Override
    public String toString() {
      return "RSA_PKCS1";
    }
  }

  /** RSADP, RFC 8017 section 5.1.2: a block as long as the modulus, and no padding at all. */
  record RsaRaw() implements CipherScheme {
    @Override
    public KeyType keyType() {
      return KeyType.RSA;
    }

    @Override
    public String toString() {
      return "RSA_RAW";
    }
  }

  /**
   * AES-256 in Galois/Counter Mode with a key for this message alone, which the backend derives
   * from its own key and the nonce, and a tag of 16 bytes at the end. A key encrypts any number of
   * messages this way. Two backends do not derive alike: a ciphertext belongs to the backend whose
   * key made it.
   *
   * @param nonce 32 random bytes; the first 12 are the GCM nonce, too
   * @param aad additional authenticated data, may be empty
   */
  @SuppressWarnings("ArrayRecordComponent") // a message's parameters, never compared
  record Derived(byte[] nonce, byte[] aad) implements CipherScheme {
    /** The nonce's length in bytes. */
    public static final int NONCE = 32;

    /** The tag's length in bytes. */
    public static final int TAG = 16;

    /** How much longer a ciphertext that says who made it is than its plaintext, in bytes. */
    public static final int MESSAGE_OVERHEAD = 2 + 1 + 16 + 16 + NONCE + TAG;

    @Override
    public KeyType keyType() {
      return KeyType.SYMMETRIC_DEFAULT;
    }

    /** What is done with the message's own key. */
    public AesGcm message() {
      return new AesGcm(Arrays.copyOf(nonce, 12), aad, TAG * 8);
    }

    @Override
    public String toString() {
      return "SYMMETRIC_DEFAULT";
    }
  }
}
