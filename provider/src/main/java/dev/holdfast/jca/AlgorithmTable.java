// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.SignScheme.Kind;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;

/**
 * Every algorithm that Holdfast offers, one row each. The provider registers from it, and the
 * README's table and the conformance tests are made from it.
 *
 * <p>Immutable. Names and object identifiers are those of the Java Security Standard Algorithm
 * Names; beside them stand the names under which other libraries ask.
 */
public final class AlgorithmTable {
  private static final Digest[] DIGESTS = {Digest.SHA_256, Digest.SHA_384, Digest.SHA_512};

  private static final List<Row> ROWS = build();

  private AlgorithmTable() {}

  /**
   * One algorithm. What a column does not apply to is null.
   *
   * @param engine the JCA's engine type, with the SPI class that serves it
   * @param name the standard name
   * @param aliases other names, object identifiers among them
   * @param keyType the type of key it takes
   * @param kind how a signature is made
   * @param digest the digest that the name says
   * @param defaults what a generator makes unless it is told otherwise
   */
  public record Row(
      JcaEngine engine,
      String name,
      List<String> aliases,
      KeyType keyType,
      Kind kind,
      Digest digest,
      KeySpec defaults) {
    /** The JCA's engine type, as in {@code Signature}. */
    public String type() {
      return engine.type();
    }

    /** Whether a key of ours goes with the algorithm. */
    boolean accepts(KeySpec spec) {
      // An HMAC key belongs to its digest; the digest of a signature is the caller's choice.
      return spec.type() == keyType
          && (engine != JcaEngine.MAC || spec.digest().orElseThrow() == digest);
    }
  }

  /** The table, in the order in which people read it. */
  public static List<Row> rows() {
    return ROWS;
  }

  /** The services of a provider, all rows, over its vaults. */
  public static List<Provider.Service> services(Provider provider, VaultAccess vaults) {
    List<Provider.Service> services = new ArrayList<>();
    for (Row row : ROWS) {
      services.add(new HoldfastService(provider, row, vaults));
    }
    return services;
  }

  private static List<Row> build() {
    List<Row> rows = new ArrayList<>();
    addGenerators(rows);
    addSignatures(rows);
    addCiphers(rows);
    addMacs(rows);
    rows.add(new Row(JcaEngine.KEY_STORE, "Holdfast", List.of(), null, null, null, null));
    return List.copyOf(rows);
  }

  private static void addGenerators(List<Row> rows) {
    JcaEngine pairs = JcaEngine.KEY_PAIR_GENERATOR;
    rows.add(generator(pairs, KeySpec.rsa(3072), names("1.2.840.113549.1.1.1")));
    rows.add(
        generator(pairs, KeySpec.ec(EcCurve.P_256), names("1.2.840.10045.2.1", "EllipticCurve")));
    JcaEngine secrets = JcaEngine.KEY_GENERATOR;
    rows.add(generator(secrets, KeySpec.aes(256), names("2.16.840.1.101.3.4.1")));
    for (Digest digest : DIGESTS) {
      rows.add(generator(secrets, KeySpec.hmac(digest), hmacNames(digest)));
    }
  }

  private static void addSignatures(List<Row> rows) {
    rows.add(signature("NONEwithRSA", Kind.RSA_PKCS1, null, List.of()));
    rows.add(
        signature("SHA256withRSA", Kind.RSA_PKCS1, Digest.SHA_256, names("1.2.840.113549.1.1.11")));
    rows.add(
        signature("SHA384withRSA", Kind.RSA_PKCS1, Digest.SHA_384, names("1.2.840.113549.1.1.12")));
    rows.add(
        signature("SHA512withRSA", Kind.RSA_PKCS1, Digest.SHA_512, names("1.2.840.113549.1.1.13")));
    rows.add(signature("RSASSA-PSS", Kind.RSA_PSS, null, names("1.2.840.113549.1.1.10", "PSS")));
    for (Digest digest : DIGESTS) {
      // Bouncy Castle's names, under which it and Netty ask for PSS with a digest's defaults.
      String prefix = digest.jcaName().replace("-", "") + "withRSA";
      rows.add(
          signature(
              prefix + "andMGF1",
              Kind.RSA_PSS,
              digest,
              List.of(prefix + "/PSS", prefix + "SSA-PSS")));
    }
    rows.add(signature("NONEwithECDSA", Kind.ECDSA, null, List.of()));
    rows.add(
        signature("SHA256withECDSA", Kind.ECDSA, Digest.SHA_256, names("1.2.840.10045.4.3.2")));
    rows.add(
        signature("SHA384withECDSA", Kind.ECDSA, Digest.SHA_384, names("1.2.840.10045.4.3.3")));
    rows.add(
        signature("SHA512withECDSA", Kind.ECDSA, Digest.SHA_512, names("1.2.840.10045.4.3.4")));
  }

  private static void addCiphers(List<Row> rows) {
    rows.add(cipher("AES/GCM/NoPadding", KeyType.AES, null, List.of()));
    rows.add(cipher("RSA/ECB/OAEPPadding", KeyType.RSA, Digest.SHA_1, List.of()));
    rows.add(
        cipher(
            "RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
            KeyType.RSA,
            Digest.SHA_1,
            List.of("RSA/ECB/OAEPWithSHA1AndMGF1Padding")));
    for (Digest digest : DIGESTS) {
      String name = "RSA/ECB/OAEPWith" + digest.jcaName() + "AndMGF1Padding";
      rows.add(cipher(name, KeyType.RSA, digest, List.of()));
    }
  }

  private static void addMacs(List<Row> rows) {
    for (Digest digest : DIGESTS) {
      String name = KeySpec.hmac(digest).jcaName();
      rows.add(new Row(JcaEngine.MAC, name, hmacNames(digest), KeyType.HMAC, null, digest, null));
    }
  }

  private static Row generator(JcaEngine engine, KeySpec defaults, List<String> aliases) {
    return new Row(engine, defaults.jcaName(), aliases, null, null, null, defaults);
  }

  private static Row signature(String name, Kind kind, Digest digest, List<String> aliases) {
    KeyType type = kind == Kind.ECDSA ? KeyType.EC : KeyType.RSA;
    return new Row(JcaEngine.SIGNATURE, name, aliases, type, kind, digest, null);
  }

  private static Row cipher(String name, KeyType type, Digest digest, List<String> aliases) {
    return new Row(JcaEngine.CIPHER, name, aliases, type, null, digest, null);
  }

  private static List<String> hmacNames(Digest digest) {
    return names(
        switch (digest) {
          case SHA_384 -> "1.2.840.113549.2.10";
          case SHA_512 -> "1.2.840.113549.2.11";
          default -> "1.2.840.113549.2.9";
        });
  }

  /** An object identifier in the two forms in which the JCA is asked for one, and other names. */
  private static List<String> names(String oid, String... others) {
    List<String> names = new ArrayList<>(List.of(others));
    names.add(oid);
    names.add("OID." + oid);
    return List.copyOf(names);
  }
}
