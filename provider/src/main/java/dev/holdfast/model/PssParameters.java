// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

/**
 * The choices that RSASSA-PSS leaves open (RFC 8017, section 8.1): those of a signature, or what a
 * key is bound to.
 *
 * @param saltLength in bytes; of a key, the least
 */
public record PssParameters(Digest digest, Digest mgfDigest, int saltLength) {
  /** Refuses a salt of less than nothing. */
  public PssParameters {
    if (saltLength < 0) {
      throw new IllegalArgumentException("A PSS salt has 0 or more bytes, not " + saltLength);
    }
  }

  /** Whether a key that is bound to these signs by others (RFC 4055, section 3.3). */
  boolean permit(PssParameters others) {
    return digest == others.digest
        && mgfDigest == others.mgfDigest
        && saltLength <= others.saltLength;
  }

  /** Reads what {@link #toString} wrote. */
  static PssParameters parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("Not parameters of RSASSA-PSS: " + text);
    }
    return new PssParameters(
        Digest.valueOf(parts[0]), Digest.valueOf(parts[1]), Integer.parseInt(parts[2]));
  }

  @Override
  public String toString() {
    return digest + "/" + mgfDigest + "/" + saltLength;
  }
}
