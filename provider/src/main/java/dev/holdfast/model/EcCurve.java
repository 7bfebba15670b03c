// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A named elliptic curve over a prime field (FIPS 186-5, SEC 2, RFC 5639). */
public enum EcCurve {
  P_256("NIST_P256", "secp256r1", "1.2.840.10045.3.1.7", 256, "P-256", "NIST P-256", "PRIME256V1"),
  P_384("NIST_P384", "secp384r1", "1.3.132.0.34", 384, "P-384", "NIST P-384"),
  P_521("NIST_P521", "secp521r1", "1.3.132.0.35", 521, "P-521", "NIST P-521"),
  SECP256K1("SECG_P256K1", "secp256k1", "1.3.132.0.10", 256),
  BRAINPOOL_P256R1("BRAINPOOL_P256R1", "brainpoolP256r1", "1.3.36.3.3.2.8.1.1.7", 256),
  BRAINPOOL_P384R1("BRAINPOOL_P384R1", "brainpoolP384r1", "1.3.36.3.3.2.8.1.1.11", 384),
  BRAINPOOL_P512R1("BRAINPOOL_P512R1", "brainpoolP512r1", "1.3.36.3.3.2.8.1.1.13", 512);

  private final String kmsName;
  private final String jcaName;
  private final String oid;
  private final int bits;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> otherNames;

  EcCurve(String kmsName, String jcaName, String oid, int bits, String... otherNames) {
    this.kmsName = kmsName;
    this.jcaName = jcaName;
    this.oid = oid;
    this.bits = bits;
    this.otherNames = Set.of(otherNames);
  }

  /** The curve's part of an AWS key spec: {@code NIST_P256} in {@code ECC_NIST_P256}. */
  public String kmsName() {
    return kmsName;
  }

  /** The name {@link java.security.spec.ECGenParameterSpec} takes. */
  public String jcaName() {
    return jcaName;
  }

  /** The object identifier in dotted form. */
  public String oid() {
    return oid;
  }

  /** The size of the field in bits. */
  public int bits() {
    return bits;
  }

  /** Bytes of one coordinate, and of each half of a fixed-width signature. */
  public int coordinateLength() {
    return (bits + 7) / 8;
  }

  /** The curve a JCA name, NIST name or OID means, whatever its case. */
  public static Optional<EcCurve> ofName(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    for (EcCurve curve : values()) {
      if (curve.jcaName.toUpperCase(Locale.ROOT).equals(wanted)
          || curve.oid.equals(name)
          || curve.otherNames.contains(wanted)) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }

  /** Whether it is one of NIST's, the curves that every JDK and token knows. */
  public boolean isNist() {
    return kmsName.startsWith("NIST_");
  }

  /** NIST's curve of a size in bits, as {@code KeyPairGenerator.initialize(int)} gives it. */
  public static Optional<EcCurve> ofBits(int bits) {
    for (EcCurve curve : values()) {
      if (curve.bits == bits && curve.isNist()) {
        return Optional.of(curve);
      }
    }
    return Optional.empty();
  }
}
