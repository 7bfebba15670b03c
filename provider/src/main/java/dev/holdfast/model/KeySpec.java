// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kind of key: type, size, and where they apply curve or digest. Holds no secret.
 *
 * <p>{@link #name()} is AWS's name where AWS has one ({@code RSA_2048}, {@code ECC_NIST_P256},
 * {@code HMAC_256}); {@link #parse} reads it back.
 */
public final class KeySpec implements Algorithm {
  private final KeyType type;
  private final int bits;
  private final EcCurve curve;
  private final Digest digest;

  /** Apart, since most who hold a spec never parse one, and patterns cost a JVM's start. */
  private static final class Forms {
    private static final Pattern SIZED = Pattern.compile("(RSA|AES)_(\\d{1,5})");
    private static final Pattern HMAC = Pattern.compile("HMAC_(\\d{3})(?:/(\\d{1,6}))?");
  }

  private KeySpec(KeyType type, int bits, EcCurve curve, Digest digest) {
    this.type = type;
    this.bits = bits;
    this.curve = curve;
    this.digest = digest;
  }

  /** An RSA key; 2048 to 4096 bits in steps of 64, the sizes tokens and engines agree on. */
  public static KeySpec rsa(int bits) {
    if (bits < 2048 || bits > 4096 || bits % 64 != 0) {
      throw new IllegalArgumentException(
          "RSA keys have 2048 to 4096 bits in steps of 64, not " + bits);
    }
    return new KeySpec(KeyType.RSA, bits, null, null);
  }

  public static KeySpec ec(EcCurve curve) {
    return new KeySpec(KeyType.EC, curve.bits(), curve, null);
  }

  /** An AES key of 128, 192 or 256 bits. */
  public static KeySpec aes(int bits) {
    if (bits != 128 && bits != 192 && bits != 256) {
      throw new IllegalArgumentException("AES keys have 128, 192 or 256 bits, not " + bits);
    }
    return new KeySpec(KeyType.AES, bits, null, null);
  }

  /** An HMAC key for one digest, as long as the digest. */
  public static KeySpec hmac(Digest digest) {
    return hmac(digest, digest.bits());
  }

  /** An HMAC key of a whole number of bytes, at least 14 of them (112 bits, SP 800-131A). */
  public static KeySpec hmac(Digest digest, int bits) {
    if (bits < 112 || bits > 8192 || bits % 8 != 0) {
      throw new IllegalArgumentException(
          "HMAC keys have 112 to 8192 bits in whole bytes, not " + bits);
    }
    return new KeySpec(KeyType.HMAC, bits, null, digest);
  }

  /**
   * Reads what {@link #name()} wrote.
   *
   * @throws IllegalArgumentException for anything else, naming it
   */
  public static KeySpec parse(String name) {
    Matcher sized = Forms.SIZED.matcher(name);
    if (sized.matches()) {
      int bits = Integer.parseInt(sized.group(2));
      return sized.group(1).equals("RSA") ? rsa(bits) : aes(bits);
    }
    Matcher hmac = Forms.HMAC.matcher(name);
    if (hmac.matches()) {
      Digest digest = Digest.ofJcaName("SHA-" + hmac.group(1)).orElseThrow(() -> unknown(name));
      return hmac.group(2) == null ? hmac(digest) : hmac(digest, Integer.parseInt(hmac.group(2)));
    }
    for (EcCurve curve : EcCurve.values()) {
      if (name.equals("ECC_" + curve.kmsName())) {
        return ec(curve);
      }
    }
    throw unknown(name);
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException("No such key spec: " + name);
  }

  public KeyType type() {
    return type;
  }

  /** Size in bits: the RSA modulus, the curve's field, or the secret itself. */
  public int bits() {
    return bits;
  }

  /** The curve of an EC key. */
  public Optional<EcCurve> curve() {
    return Optional.ofNullable(curve);
  }

  /** The digest an HMAC key belongs to. */
  public Optional<Digest> digest() {
    return Optional.ofNullable(digest);
  }

  /** The stable name: what records hold and people read. */
  public String name() {
    return switch (type) {
      case EC -> "ECC_" + curve.kmsName();
      case HMAC -> "HMAC_" + digest.bits() + (bits == digest.bits() ? "" : "/" + bits);
      case RSA, AES -> type.name() + "_" + bits;
    };
  }

  /** The algorithm name the JCA gives a key of this kind, exactly as certificates spell it. */
  public String jcaName() {
    return type == KeyType.HMAC
        ? "Hmac" + digest.jcaName().replace("-", "").toUpperCase(Locale.ROOT)
        : type.name();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeySpec that
        && type == that.type
        && bits == that.bits
        && curve == that.curve
        && digest == that.digest;
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, bits, curve, digest);
  }

  @Override
  public String toString() {
    return name();
  }
}
