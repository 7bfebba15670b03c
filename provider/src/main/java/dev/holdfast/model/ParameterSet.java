// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a key of a modern algorithm is made for, which its name says whole: a curve of RFC 7748 or
 * RFC 8032, or a parameter set of FIPS 203, 204 or 205.
 */
public enum ParameterSet {
  ED25519(KeyType.ED, "ECC_NIST_EDWARDS25519", "Ed25519", "1.3.101.112", 255),
  ED448(KeyType.ED, "ECC_EDWARDS448", "Ed448", "1.3.101.113", 448),
  X25519(KeyType.XDH, "ECC_X25519", "X25519", "1.3.101.110", 255),
  X448(KeyType.XDH, "ECC_X448", "X448", "1.3.101.111", 448),
  ML_DSA_44(KeyType.ML_DSA, "ML_DSA_44", "ML-DSA-44", "2.16.840.1.101.3.4.3.17", 128),
  ML_DSA_65(KeyType.ML_DSA, "ML_DSA_65", "ML-DSA-65", "2.16.840.1.101.3.4.3.18", 192),
  ML_DSA_87(KeyType.ML_DSA, "ML_DSA_87", "ML-DSA-87", "2.16.840.1.101.3.4.3.19", 256),
  ML_KEM_512(KeyType.ML_KEM, "ML_KEM_512", "ML-KEM-512", "2.16.840.1.101.3.4.4.1", 512),
  ML_KEM_768(KeyType.ML_KEM, "ML_KEM_768", "ML-KEM-768", "2.16.840.1.101.3.4.4.2", 768),
  ML_KEM_1024(KeyType.ML_KEM, "ML_KEM_1024", "ML-KEM-1024", "2.16.840.1.101.3.4.4.3", 1024),
  SLH_DSA_SHA2_128S("SLH-DSA-SHA2-128S", 20, 128),
  SLH_DSA_SHA2_128F("SLH-DSA-SHA2-128F", 21, 128),
  SLH_DSA_SHA2_192S("SLH-DSA-SHA2-192S", 22, 192),
  SLH_DSA_SHA2_192F("SLH-DSA-SHA2-192F", 23, 192),
  SLH_DSA_SHA2_256S("SLH-DSA-SHA2-256S", 24, 256),
  SLH_DSA_SHA2_256F("SLH-DSA-SHA2-256F", 25, 256),
  SLH_DSA_SHAKE_128S("SLH-DSA-SHAKE-128S", 26, 128),
  SLH_DSA_SHAKE_128F("SLH-DSA-SHAKE-128F", 27, 128),
  SLH_DSA_SHAKE_192S("SLH-DSA-SHAKE-192S", 28, 192),
  SLH_DSA_SHAKE_192F("SLH-DSA-SHAKE-192F", 29, 192),
  SLH_DSA_SHAKE_256S("SLH-DSA-SHAKE-256S", 30, 256),
  SLH_DSA_SHAKE_256F("SLH-DSA-SHAKE-256F", 31, 256);

  private final KeyType type;
  private final String kmsName;
  private final String jcaName;
  private final String oid;
  private final int bits;

  ParameterSet(KeyType type, String kmsName, String jcaName, String oid, int bits) {
    this.type = type;
    this.kmsName = kmsName;
    this.jcaName = jcaName;
    this.oid = oid;
    this.bits = bits;
  }

  ParameterSet(String jcaName, int number, int bits) {
    this(
        KeyType.SLH_DSA,
        jcaName.replace('-', '_'),
        jcaName,
        "2.16.840.1.101.3.4.3." + number,
        bits);
  }

  public KeyType type() {
    return type;
  }

  /** The whole key spec: AWS's where AWS has one. */
  public String kmsName() {
    return kmsName;
  }

  /** The name {@link java.security.spec.NamedParameterSpec} has. */
  public String jcaName() {
    return jcaName;
  }

  /** The object identifier in dotted form. */
  public String oid() {
    return oid;
  }

  /** The number by which people tell its size: the field's bits, or the set's security in bits. */
  public int bits() {
    return bits;
  }

  /** The set that a JCA name or object identifier means, whatever its case. */
  public static Optional<ParameterSet> ofName(String name) {
    String wanted = name.toUpperCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(set -> set.jcaName.toUpperCase(Locale.ROOT).equals(wanted) || set.oid.equals(name))
        .findFirst();
  }

  /** The sets for one type of key. */
  public static List<ParameterSet> of(KeyType type) {
    return Arrays.stream(values()).filter(set -> set.type == type).toList();
  }
}
