// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Objects;
import java.util.Optional;

/**
 * A way to sign. The input to signing is always the finished digest; for {@link Kind#RSA_PKCS1}
 * without a digest it is the caller's own DigestInfo (the JCA's NONEwithRSA).
 *
 * <p>Signatures are in the JCA's form: RSA as long as the modulus, ECDSA as a DER sequence of r, s.
 */
public final class SignScheme implements Algorithm {
  /** The padding or equation. */
  public enum Kind {
    /** RSASSA-PKCS1-v1_5, RFC 8017 section 8.2. */
    RSA_PKCS1,
    /** RSASSA-PSS with MGF1, RFC 8017 section 8.1. */
    RSA_PSS,
    /** ECDSA, FIPS 186-5 section 6. */
    ECDSA
  }

  private final Kind kind;
  private final Digest digest;
  private final Digest mgfDigest;
  private final int saltLength;

  private SignScheme(Kind kind, Digest digest, Digest mgfDigest, int saltLength) {
    this.kind = kind;
    this.digest = digest;
    this.mgfDigest = mgfDigest;
    this.saltLength = saltLength;
  }

  public static SignScheme rsaPkcs1(Digest digest) {
    return new SignScheme(Kind.RSA_PKCS1, Objects.requireNonNull(digest), null, 0);
  }

  /** RSASSA-PKCS1-v1_5 over bytes that the caller has already encoded. */
  public static SignScheme rsaPkcs1Raw() {
    return new SignScheme(Kind.RSA_PKCS1, null, null, 0);
  }

  /** RSASSA-PSS; the salt's length is in bytes. */
  public static SignScheme rsaPss(Digest digest, Digest mgfDigest, int saltLength) {
    if (saltLength < 0) {
      throw new IllegalArgumentException("A PSS salt has 0 or more bytes, not " + saltLength);
    }
    return new SignScheme(
        Kind.RSA_PSS,
        Objects.requireNonNull(digest),
        Objects.requireNonNull(mgfDigest),
        saltLength);
  }

  /** ECDSA over a digest that the caller has computed, of any length. */
  public static SignScheme ecdsa() {
    return new SignScheme(Kind.ECDSA, null, null, 0);
  }

  public Kind kind() {
    return kind;
  }

  /** The digest whose output is signed; absent where the scheme does not name it. */
  public Optional<Digest> digest() {
    return Optional.ofNullable(digest);
  }

  /** The digest inside MGF1, for {@link Kind#RSA_PSS}. */
  public Optional<Digest> mgfDigest() {
    return Optional.ofNullable(mgfDigest);
  }

  /** The PSS salt's length in bytes. */
  public int saltLength() {
    return saltLength;
  }

  /** The type of key that signs this way. */
  public KeyType keyType() {
    return kind == Kind.ECDSA ? KeyType.EC : KeyType.RSA;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignScheme that
        && kind == that.kind
        && digest == that.digest
        && mgfDigest == that.mgfDigest
        && saltLength == that.saltLength;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, digest, mgfDigest, saltLength);
  }

  @Override
  public String toString() {
    if (kind == Kind.RSA_PSS) {
      return "RSA_PSS(" + digest + ", MGF1 " + mgfDigest + ", salt " + saltLength + ")";
    }
    return digest == null ? kind.toString() : kind + "(" + digest + ")";
  }
}
