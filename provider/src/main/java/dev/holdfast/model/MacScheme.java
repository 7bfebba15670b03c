// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Optional;

/** A way to compute a message authentication code. */
public enum MacScheme implements Algorithm {
  HMAC_SHA_1(Digest.SHA_1),
  HMAC_SHA_224(Digest.SHA_224),
  HMAC_SHA_256(Digest.SHA_256),
  HMAC_SHA_384(Digest.SHA_384),
  HMAC_SHA_512(Digest.SHA_512),
  HMAC_SHA_512_224(Digest.SHA_512_224),
  HMAC_SHA_512_256(Digest.SHA_512_256),
  HMAC_SHA3_224(Digest.SHA3_224),
  HMAC_SHA3_256(Digest.SHA3_256),
  HMAC_SHA3_384(Digest.SHA3_384),
  HMAC_SHA3_512(Digest.SHA3_512),
  /** CMAC with AES, SP 800-38B. */
  AES_CMAC(KeyType.AES, 16, "AESCMAC");

  private final KeyType keyType;
  private final Digest digest;
  private final int length;
  private final String jcaName;

  MacScheme(Digest digest) {
    this.keyType = KeyType.HMAC;
    this.digest = digest;
    this.length = digest.length();
    this.jcaName = "Hmac".concat(digest.shortName());
  }

  MacScheme(KeyType keyType, int length, String jcaName) {
    this.keyType = keyType;
    this.digest = null;
    this.length = length;
    this.jcaName = jcaName;
  }

  /**
   * The HMAC over a digest.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static MacScheme of(Digest digest) {
    for (MacScheme scheme : values()) {
      if (scheme.digest == digest) {
        return scheme;
      }
    }
    throw new IllegalArgumentException("There is no HMAC over " + digest);
  }

  /** The type of key that serves it. */
  public KeyType keyType() {
    return keyType;
  }

  /** The digest inside an HMAC (FIPS 198-1). */
  public Optional<Digest> digest() {
    return Optional.ofNullable(digest);
  }

  /** Length of the code in bytes. */
  public int length() {
    return length;
  }

  /** The standard name for {@link javax.crypto.Mac}. */
  public String jcaName() {
    return jcaName;
  }
}
