// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/**
 * A way to sign. The input to signing is the finished digest; for {@link Kind#RSA_PKCS1} without a
 * digest it is the caller's own DigestInfo (the JCA's NONEwithRSA), and for the kinds that sign
 * messages it is the message.
 *
 * <p>Signatures are in the JCA's form: RSA as long as the modulus, ECDSA as a DER sequence of r, s,
 * others as their standard says.
 */
public final class SignScheme implements Algorithm {
  /** The padding or equation. */
  public enum Kind {
    /** RSASSA-PKCS1-v1_5, RFC 8017 section 8.2. */
    RSA_PKCS1(KeyType.RSA),
    /** RSASP1, RFC 8017 section 5.2.1: a block as long as the modulus, padded by the caller. */
    RSA_RAW(KeyType.RSA),
    /** RSASSA-PSS with MGF1, RFC 8017 section 8.1. */
    RSA_PSS(KeyType.RSA),
    /** ECDSA, FIPS 186-5 section 6. */
    ECDSA(KeyType.EC),
    /** EdDSA over the message, RFC 8032. */
    EDDSA(KeyType.ED),
    /** ML-DSA over the message, FIPS 204 section 5.2. */
    ML_DSA(KeyType.ML_DSA),
    /**
     * ML-DSA over the message representative mu of 64 bytes, FIPS 204 algorithm 7 from line 7 on.
     */
    ML_DSA_MU(KeyType.ML_DSA),
    /** SLH-DSA over the message, FIPS 205 section 10.2. */
    SLH_DSA(KeyType.SLH_DSA);

    private final KeyType keyType;

    Kind(KeyType keyType) {
      this.keyType = keyType;
    }

    /** The type of key that backends sign with this way. */
    public KeyType keyType() {
      return keyType;
    }

    /** Whether keys of a type sign this way. */
    public boolean takes(KeyType type) {
      return type == keyType || (this == RSA_PSS && type == KeyType.RSA_PSS);
    }

    /** Whether the message itself is signed, and not a digest that was made of it before. */
    public boolean takesMessage() {
      return this == EDDSA || this == ML_DSA || this == SLH_DSA;
    }
  }

  /** RFC 8032 section 2, FIPS 204 algorithm 2 and FIPS 205 algorithm 22, in bytes. */
  private static final int LONGEST_CONTEXT = 255;

  private static final byte[] NO_CONTEXT = {};

  private final Kind kind;
  private final Digest digest;
  private final Digest mgfDigest;
  private final int saltLength;
  private final boolean prehash;
  private final byte[] context;

  private SignScheme(
      Kind kind, Digest digest, Digest mgfDigest, int saltLength, boolean prehash, byte[] context) {
    this.kind = kind;
    this.digest = digest;
    this.mgfDigest = mgfDigest;
    this.saltLength = saltLength;
    this.prehash = prehash;
    this.context = context;
  }

  private static SignScheme of(Kind kind, Digest digest) {
    return new SignScheme(kind, digest, null, 0, false, NO_CONTEXT);
  }

  public static SignScheme rsaPkcs1(Digest digest) {
    return of(Kind.RSA_PKCS1, Objects.requireNonNull(digest));
  }

  /** RSASSA-PKCS1-v1_5 over bytes that the caller has already encoded. */
  public static SignScheme rsaPkcs1Raw() {
    return of(Kind.RSA_PKCS1, null);
  }

  /** The RSA operation alone, over a block that the caller has padded to the modulus's length. */
  public static SignScheme rsaRaw() {
    return of(Kind.RSA_RAW, null);
  }

  /** RSASSA-PSS with these parameters. */
  public static SignScheme rsaPss(PssParameters parameters) {
    return rsaPss(parameters.digest(), parameters.mgfDigest(), parameters.saltLength());
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
        saltLength,
        false,
        NO_CONTEXT);
  }

  /** ECDSA over a digest of any length, which nobody but the caller knows the name of. */
  public static SignScheme ecdsa() {
    return of(Kind.ECDSA, null);
  }

  /** ECDSA over a digest whose name is known: it computes alike, and can be hashed elsewhere. */
  public static SignScheme ecdsa(Digest digest) {
    return of(Kind.ECDSA, Objects.requireNonNull(digest));
  }

  /** Ed25519 or Ed448 as the key has it, pure and with an empty context. */
  public static SignScheme eddsa() {
    return of(Kind.EDDSA, null);
  }

  /**
   * EdDSA in the other forms of RFC 8032: Ed25519ctx, Ed25519ph, Ed448 with a context, Ed448ph. The
   * input is the message still.
   *
   * @param prehash whether the message is hashed before it is signed
   * @param context up to 255 bytes
   */
  public static SignScheme eddsa(boolean prehash, byte[] context) {
    return of(Kind.EDDSA, prehash, context);
  }

  private static SignScheme of(Kind kind, boolean prehash, byte[] context) {
    if (context.length > LONGEST_CONTEXT) {
      throw new IllegalArgumentException(
          "A context has " + LONGEST_CONTEXT + " bytes at most, not " + context.length);
    }
    return new SignScheme(kind, null, null, 0, prehash, context.clone());
  }

  /** ML-DSA with the key's parameter set and an empty context. */
  public static SignScheme mlDsa() {
    return of(Kind.ML_DSA, null);
  }

  /** ML-DSA with the key's parameter set and a context of up to 255 bytes. */
  public static SignScheme mlDsa(byte[] context) {
    return of(Kind.ML_DSA, false, context);
  }

  /** ML-DSA with the key's parameter set, over a mu that the caller has computed. */
  public static SignScheme mlDsaMu() {
    return of(Kind.ML_DSA_MU, null);
  }

  /** SLH-DSA with the key's parameter set and an empty context. */
  public static SignScheme slhDsa() {
    return of(Kind.SLH_DSA, null);
  }

  /** SLH-DSA with the key's parameter set and a context of up to 255 bytes. */
  public static SignScheme slhDsa(byte[] context) {
    return of(Kind.SLH_DSA, false, context);
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

  /** Whether EdDSA hashes the message first (Ed25519ph, Ed448ph). */
  public boolean isPrehash() {
    return prehash;
  }

  /** A copy of the context of EdDSA, ML-DSA and SLH-DSA, mostly empty. */
  public byte[] context() {
    return context.clone();
  }

  /** The type of key that backends sign with this way. */
  public KeyType keyType() {
    return kind.keyType();
  }

  /** Whether a key signs this way: it is of the right type, and not bound to other parameters. */
  public boolean fits(KeySpec spec) {
    return kind.takes(spec.type())
        && spec.pss()
            .map(bound -> bound.permit(new PssParameters(digest, mgfDigest, saltLength)))
            .orElse(true);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignScheme that
        && kind == that.kind
        && digest == that.digest
        && mgfDigest == that.mgfDigest
        && saltLength == that.saltLength
        && prehash == that.prehash
        && Arrays.equals(context, that.context);
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, digest, mgfDigest, saltLength, prehash, Arrays.hashCode(context));
  }

  @Override
  public String toString() {
    if (kind == Kind.RSA_PSS) {
      return "RSA_PSS(" + digest + ", MGF1 " + mgfDigest + ", salt " + saltLength + ")";
    }
    if (prehash || context.length > 0) {
      return kind
          + "("
          + (prehash ? "prehash, " : "")
          + "context of "
          + context.length
          + (context.length == 1 ? " byte)" : " bytes)");
    }
    return digest == null ? kind.toString() : kind + "(" + digest + ")";
  }
}
