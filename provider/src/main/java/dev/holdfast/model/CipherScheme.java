// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

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
}
