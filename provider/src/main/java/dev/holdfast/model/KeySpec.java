// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import dev.holdfast.model.KeyType.Sizes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What kind of key: type, size, and where they apply curve, digest or parameter set. Holds no
 * secret.
 *
 * <p>{@link #name()} is AWS's name where AWS has one ({@code RSA_2048}, {@code ECC_NIST_P256},
 * {@code HMAC_256}, {@code ML_DSA_65}); {@link #parse} reads it back.
 */
public final class KeySpec implements Algorithm {
  private final KeyType type;
  private final int bits;

  /**
   * The {@link EcCurve}, {@link Digest}, {@link ParameterSet} or {@link PssParameters}; null for
   * keys of a size alone.
   */
  private final Object variant;

  private final String name;

  private KeySpec(KeyType type, int bits, Object variant, String name) {
    this.type = type;
    this.bits = bits;
    this.variant = variant;
    this.name = name;
  }

  /** An RSA key; 2048 to 4096 bits in steps of 64, the sizes tokens and engines agree on. */
  public static KeySpec rsa(int bits) {
    return sized(KeyType.RSA, bits);
  }

  /** An RSA key that signs by RSASSA-PSS alone, with whatever parameters; sizes as for RSA. */
  public static KeySpec rsaPss(int bits) {
    return sized(KeyType.RSA_PSS, bits);
  }

  /** An RSA key that signs by RSASSA-PSS alone, with these digests and no shorter salt. */
  public static KeySpec rsaPss(int bits, PssParameters bound) {
    return new KeySpec(KeyType.RSA_PSS, bits, bound, rsaPss(bits).name + "/" + bound);
  }

  public static KeySpec ec(EcCurve curve) {
    return new KeySpec(KeyType.EC, curve.bits(), curve, "ECC_" + curve.kmsName());
  }

  /** A key that a parameter set describes whole: Ed25519, X448, ML-DSA-65 and the like. */
  public static KeySpec of(ParameterSet set) {
    return new KeySpec(set.type(), set.bits(), set, set.kmsName());
  }

  /** An AES key of 128, 192 or 256 bits. */
  public static KeySpec aes(int bits) {
    return sized(KeyType.AES, bits);
  }

  /** AWS KMS's symmetric key of 256 bits. */
  public static KeySpec symmetricDefault() {
    return sized(KeyType.SYMMETRIC_DEFAULT, 256);
  }

  /** A key for ChaCha20-Poly1305, RFC 8439. */
  public static KeySpec chacha20() {
    return sized(KeyType.CHACHA20, 256);
  }

  /** A Triple-DES key with three keys, 24 bytes with their parity bits (SP 800-67). */
  public static KeySpec desEde() {
    return sized(KeyType.DES_EDE, 192);
  }

  /** A secret of a whole number of bytes that was agreed or derived, for no one algorithm. */
  public static KeySpec generic(int bits) {
    return sized(KeyType.GENERIC, bits);
  }

  private static KeySpec sized(KeyType type, int bits) {
    Sizes sizes = requireSize(type, bits);
    String name = sizes.least() == sizes.most() ? type.name() : type.name() + "_" + bits;
    return new KeySpec(type, bits, null, name);
  }

  /** An HMAC key for one digest, as long as the digest. */
  public static KeySpec hmac(Digest digest) {
    return hmac(digest, digest.bits());
  }

  /** An HMAC key of a whole number of bytes, at least 14 of them (112 bits, SP 800-131A). */
  public static KeySpec hmac(Digest digest, int bits) {
    requireSize(KeyType.HMAC, bits);
    String name = "HMAC_" + digest.kmsName() + (bits == digest.bits() ? "" : "/" + bits);
    return new KeySpec(KeyType.HMAC, bits, digest, name);
  }

  /**
   * The same kind of secret key in another size.
   *
   * @throws IllegalArgumentException if there is none of that size
   */
  public KeySpec ofSize(int newBits) {
    return type == KeyType.HMAC ? hmac(digest().orElseThrow(), newBits) : sized(type, newBits);
  }

  private static Sizes requireSize(KeyType type, int bits) {
    Sizes sizes = type.sizes().orElseThrow();
    if (!sizes.fit(bits)) {
      throw new IllegalArgumentException(
          type.jcaName() + " keys have " + sizes + ", not " + bits + " bits");
    }
    return sizes;
  }

  /** Apart, since most who hold a spec never parse one, and this costs a JVM's start. */
  private static final class Names {
    private static final Pattern SIZED = Pattern.compile("(.*[_/])([0-9]{1,6})");

    /** A key that is bound to parameters of RSASSA-PSS. */
    private static final Pattern BOUND = Pattern.compile("(RSA_PSS_[0-9]{1,6})/(.*)");

    /** The specs that have one name and no other form. */
    private static final Map<String, KeySpec> WHOLE = new HashMap<>();

    /** What stands before the size of all others, and what makes them of it. */
    private static final Map<String, IntFunction<KeySpec>> BEGINNINGS = new HashMap<>();

    static {
      for (EcCurve curve : EcCurve.values()) {
        add(ec(curve));
      }
      for (ParameterSet set : ParameterSet.values()) {
        add(of(set));
      }
      for (Digest digest : Digest.values()) {
        add(hmac(digest));
        BEGINNINGS.put(hmac(digest) + "/", bits -> hmac(digest, bits));
      }
      add(symmetricDefault());
      add(chacha20());
      add(desEde());
      BEGINNINGS.put("RSA_", KeySpec::rsa);
      BEGINNINGS.put("RSA_PSS_", KeySpec::rsaPss);
      BEGINNINGS.put("AES_", KeySpec::aes);
      BEGINNINGS.put("GENERIC_", KeySpec::generic);
    }

    private static void add(KeySpec spec) {
      WHOLE.put(spec.name, spec);
    }
  }

  /**
   * Reads what {@link #name()} wrote.
   *
   * @throws IllegalArgumentException for anything else, naming it
   */
  public static KeySpec parse(String name) {
    KeySpec whole = Names.WHOLE.get(name);
    if (whole != null) {
      return whole;
    }
    Matcher sized = Names.SIZED.matcher(name);
    if (sized.matches() && Names.BEGINNINGS.containsKey(sized.group(1))) {
      return Names.BEGINNINGS.get(sized.group(1)).apply(Integer.parseInt(sized.group(2)));
    }
    Matcher bound = Names.BOUND.matcher(name);
    if (bound.matches()) {
      return rsaPss(parse(bound.group(1)).bits, PssParameters.parse(bound.group(2)));
    }
    throw new IllegalArgumentException("No such key spec: " + name);
  }

  public KeyType type() {
    return type;
  }

  /**
   * Size in bits: the RSA modulus, the curve's field, or the secret itself; for parameter sets what
   * {@link ParameterSet#bits} says.
   */
  public int bits() {
    return bits;
  }

  /** The curve of an EC key. */
  public Optional<EcCurve> curve() {
    return Optional.ofNullable(variant instanceof EcCurve curve ? curve : null);
  }

  /** The digest an HMAC key belongs to. */
  public Optional<Digest> digest() {
    return Optional.ofNullable(variant instanceof Digest digest ? digest : null);
  }

  /** The parameter set of a key that is known by one. */
  public Optional<ParameterSet> parameterSet() {
    return Optional.ofNullable(variant instanceof ParameterSet set ? set : null);
  }

  /** What RSASSA-PSS the key is bound to, if it is bound to more than that. */
  public Optional<PssParameters> pss() {
    return Optional.ofNullable(variant instanceof PssParameters bound ? bound : null);
  }

  /**
   * What a backend keeps of such a key. RSASSA-PSS's are RSA keys to it: what they are bound to is
   * in the key's record or certificate, and the gate holds them to it.
   */
  public KeySpec material() {
    return type == KeyType.RSA_PSS ? rsa(bits) : this;
  }

  /** The stable name: what records hold and people read. */
  public String name() {
    return name;
  }

  /** The algorithm name the JCA gives a key of this kind, exactly as certificates spell it. */
  public String jcaName() {
    return variant instanceof Digest digest ? "Hmac" + digest.shortName() : type.jcaName();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeySpec that
        && type == that.type
        && bits == that.bits
        && Objects.equals(variant, that.variant);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, bits, variant);
  }

  @Override
  public String toString() {
    return name;
  }
}
