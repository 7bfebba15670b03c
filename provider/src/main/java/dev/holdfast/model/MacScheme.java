// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

/** A way to compute a message authentication code. */
public enum MacScheme implements Algorithm {
  HMAC_SHA_256(Digest.SHA_256),
  HMAC_SHA_384(Digest.SHA_384),
  HMAC_SHA_512(Digest.SHA_512);

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
    return "Hmac" + digest.jcaName().replace("-", "");
  }
}
