// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Locale;
import java.util.Optional;

/** A hash function, with the names and sizes the standards give it (FIPS 180-4, FIPS 202). */
public enum Digest {
  SHA_1("SHA-1", 20, "SHA_1"),
  SHA_224("SHA-224", 28, "224"),
  SHA_256("SHA-256", 32, "256"),
  SHA_384("SHA-384", 48, "384"),
  SHA_512("SHA-512", 64, "512"),
  SHA_512_224("SHA-512/224", 28, "SHA_512_224"),
  SHA_512_256("SHA-512/256", 32, "SHA_512_256"),
  SHA3_224("SHA3-224", 28, "SHA3_224"),
  SHA3_256("SHA3-256", 32, "SHA3_256"),
  SHA3_384("SHA3-384", 48, "SHA3_384"),
  SHA3_512("SHA3-512", 64, "SHA3_512");

  private final String jcaName;
  private final int length;
  private final String kmsName;

  Digest(String jcaName, int length, String kmsName) {
    this.jcaName = jcaName;
    this.length = length;
    this.kmsName = kmsName;
  }

  /** The standard name for {@link java.security.MessageDigest}. */
  public String jcaName() {
    return jcaName;
  }

  /** The name inside those of signatures and MACs: {@code SHA256}, {@code SHA3-256}. */
  public String shortName() {
    return jcaName.replace("SHA-", "SHA");
  }

  /** The digest's part of an HMAC key's spec: {@code 256} in AWS's {@code HMAC_256}. */
  public String kmsName() {
    return kmsName;
  }

  /** Output length in bytes. */
  public int length() {
    return length;
  }

  /** Output length in bits. */
  public int bits() {
    return length * 8;
  }

  /**
   * The digest a JCA name means; {@code SHA-256}, {@code SHA256} and {@code sha-256} are the same,
   * and so are {@code SHA-512/256} and Bouncy Castle's {@code SHA-512(256)}.
   */
  public static Optional<Digest> ofJcaName(String name) {
    String wanted = normal(name);
    for (Digest digest : values()) {
      if (normal(digest.jcaName).equals(wanted)) {
        return Optional.of(digest);
      }
    }
    return Optional.empty();
  }

  private static String normal(String name) {
    String upper =
        name.toUpperCase(Locale.ROOT).replace("-", "").replace('(', '/').replace(")", "");
    return upper.equals("SHA") ? "SHA1" : upper;
  }
}
