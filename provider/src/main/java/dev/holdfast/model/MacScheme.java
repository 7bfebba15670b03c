// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

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
  HMAC_SHA3_512(Digest.SHA3_512);

  private final Digest digest;

  MacScheme(Digest digest) {
    this.digest = digest;
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
    return KeyType.HMAC;
  }

  /** The digest inside the HMAC (FIPS 198-1). */
  public Digest digest() {
    return digest;
  }

  /** Length of the code in bytes. */
  public int length() {
    return digest.length();
  }

  /** The standard name for {@link javax.crypto.Mac}. */
  public String jcaName() {
    return "Hmac" + digest.shortName();
  }
}
