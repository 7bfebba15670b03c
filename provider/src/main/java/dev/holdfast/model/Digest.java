// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Locale;
import java.util.Optional;

/** A hash function, with the names and sizes the standards give it (FIPS 180-4). */
public enum Digest {
  SHA_1("SHA-1", 20),
  SHA_224("SHA-224", 28),
  SHA_256("SHA-256", 32),
  SHA_384("SHA-384", 48),
  SHA_512("SHA-512", 64);

  private final String jcaName;
  private final int length;

  Digest(String jcaName, int length) {
    this.jcaName = jcaName;
    this.length = length;
  }

  /** The standard name for {@link java.security.MessageDigest}. */
  public String jcaName() {
    return jcaName;
  }

  /** Output length in bytes. */
  public int length() {
    return length;
  }

  /** Output length in bits, the number AWS and the JCA put into names. */
  public int bits() {
    return length * 8;
  }

  /**
   * The digest a JCA name means; {@code SHA-256}, {@code SHA256} and {@code sha-256} are the same.
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
    String upper = name.toUpperCase(Locale.ROOT).replace("-", "");
    return upper.equals("SHA") ? "SHA1" : upper;
  }
}
