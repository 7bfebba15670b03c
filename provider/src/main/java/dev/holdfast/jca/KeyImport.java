// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.keys.PrivateHalf;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Takes keys made elsewhere into a vault, as session keys, and wipes the copies it asked for. */
final class KeyImport {
  private KeyImport() {}

  /**
   * Takes in a private key.
   *
   * @param publicKey refused unless it is the public half, which is made from the private one; may
   *     be empty
   */
  static ManagedKey pair(Vault vault, PrivateKey key, Optional<PublicKey> publicKey)
      throws KeyOperationException, InvalidKeyException {
    return pair(vault, key, publicKey, spec -> {});
  }

  /** Refuses a kind of key. */
  interface Kind {
    void require(KeySpec spec) throws InvalidKeyException;
  }

  static ManagedKey pair(Vault vault, PrivateKey key, Optional<PublicKey> publicKey, Kind kind)
      throws KeyOperationException, InvalidKeyException {
    byte[] material = encoding(key, "PKCS#8");
    try {
      kind.require(PrivateHalf.specOf(material));
      return vault.importSessionPair(material, publicKey);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  /**
   * Takes in a private key that was unwrapped.
   *
   * @param algorithm what it is said to be: {@code EC}, or a name of its own as {@code Ed25519}
   * @param material as PKCS #8; the caller wipes it
   */
  static ManagedKey pair(Vault vault, String algorithm, byte[] material)
      throws KeyOperationException, InvalidKeyException {
    KeySpec spec = PrivateHalf.specOf(material);
    if (!algorithm.equalsIgnoreCase(spec.jcaName())
        && spec.parameterSet().filter(set -> algorithm.equalsIgnoreCase(set.jcaName())).isEmpty()) {
      throw new InvalidKeyException(
          "The wrapped key is " + spec + ", and no " + algorithm + " key");
    }
    return vault.importSessionPair(material, Optional.empty());
  }

  /** Takes in a secret key object. */
  static ManagedKey secret(Vault vault, Key key)
      throws KeyOperationException, InvalidKeyException, NoSuchAlgorithmException {
    byte[] material = encoding(key, "RAW");
    try {
      return secret(vault, key.getAlgorithm(), material);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  /**
   * Takes in a secret key.
   *
   * @param material its bytes; the caller wipes them
   */
  static ManagedKey secret(Vault vault, String algorithm, byte[] material)
      throws KeyOperationException, InvalidKeyException, NoSuchAlgorithmException {
    KeySpec spec = secretSpec(algorithm, material.length * 8);
    return vault.importSessionKey(spec, spec.type().usages(), material, Optional.empty());
  }

  private static byte[] encoding(Key key, String format) throws InvalidKeyException {
    byte[] encoded = format.equals(key.getFormat()) ? key.getEncoded() : null;
    if (encoded == null) {
      throw new InvalidKeyException(
          "The " + key.getAlgorithm() + " key has no " + format + " encoding to take in");
    }
    return encoded;
  }

  /**
   * The kind of secret key that a name means, in some size.
   *
   * @throws NoSuchAlgorithmException if Holdfast keeps no such keys
   */
  static KeySpec kind(String algorithm) throws NoSuchAlgorithmException {
    String name = algorithm.toUpperCase(Locale.ROOT);
    if (name.equals("AES")) {
      return KeySpec.aes(256);
    }
    if (name.equals("CHACHA20") || name.equals("CHACHA20-POLY1305")) {
      return KeySpec.chacha20();
    }
    if (name.equals("DESEDE") || name.equals("TRIPLEDES")) {
      return KeySpec.desEde();
    }
    if (name.equals("GENERIC")) {
      return KeySpec.generic(256);
    }
    for (Digest digest : Digest.values()) {
      KeySpec hmac = KeySpec.hmac(digest);
      if (algorithm.equalsIgnoreCase(hmac.jcaName())) {
        return hmac;
      }
    }
    throw new NoSuchAlgorithmException(
        "Holdfast keeps AES, ChaCha20, DESede and HMAC keys, no " + algorithm);
  }

  /** What kind of secret key an algorithm and a size mean. */
  static KeySpec secretSpec(String algorithm, int bits)
      throws InvalidKeyException, NoSuchAlgorithmException {
    try {
      return kind(algorithm).ofSize(bits);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }
}
