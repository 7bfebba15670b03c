// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import static dev.holdfast.jca.AlgorithmTable.names;
import static java.util.Map.entry;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.SignScheme.Kind;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The rows of {@code Signature}. */
public final class SignatureRows {
  /** The arcs under which NIST has its newer signatures. */
  private static final String NIST = "2.16.840.1.101.3.4.3.";

  private static final String PKCS1 = "1.2.840.113549.1.1.";
  private static final String ANSI_ECDSA = "1.2.840.10045.4.";

  // Maps: a switch over an enum would be one more class at start-up.
  private static final Map<Digest, String> RSA_OIDS =
      Map.ofEntries(
          entry(Digest.SHA_1, PKCS1 + "5"),
          entry(Digest.SHA_224, PKCS1 + "14"),
          entry(Digest.SHA_256, PKCS1 + "11"),
          entry(Digest.SHA_384, PKCS1 + "12"),
          entry(Digest.SHA_512, PKCS1 + "13"),
          entry(Digest.SHA_512_224, PKCS1 + "15"),
          entry(Digest.SHA_512_256, PKCS1 + "16"),
          entry(Digest.SHA3_224, NIST + "13"),
          entry(Digest.SHA3_256, NIST + "14"),
          entry(Digest.SHA3_384, NIST + "15"),
          entry(Digest.SHA3_512, NIST + "16"));

  /** Every digest's but those of SHA-512/t, which have none. */
  private static final Map<Digest, String> ECDSA_OIDS =
      Map.ofEntries(
          entry(Digest.SHA_1, ANSI_ECDSA + "1"),
          entry(Digest.SHA_224, ANSI_ECDSA + "3.1"),
          entry(Digest.SHA_256, ANSI_ECDSA + "3.2"),
          entry(Digest.SHA_384, ANSI_ECDSA + "3.3"),
          entry(Digest.SHA_512, ANSI_ECDSA + "3.4"),
          entry(Digest.SHA3_224, NIST + "9"),
          entry(Digest.SHA3_256, NIST + "10"),
          entry(Digest.SHA3_384, NIST + "11"),
          entry(Digest.SHA3_512, NIST + "12"));

  private SignatureRows() {}

  /**
   * @param kind how a signature is made
   * @param digest the digest that the name says; null for NONEwith… and for RSASSA-PSS
   * @param fixedWidth whether ECDSA's r and s stand side by side (IEEE P1363) and not in DER
   * @param set the parameter set that the name says; null where any key of the type will do
   */
  public record Signing(Kind kind, Digest digest, boolean fixedWidth, ParameterSet set)
      implements Form {
    @Override
    public boolean accepts(KeySpec spec) {
      return set == null || spec.parameterSet().orElseThrow() == set;
    }

    /** Keys that the JDK cannot verify with; all others go where they went before. */
    @Override
    public boolean acceptsPublic(PublicKey key) {
      return kind != Kind.RSA_PKCS1 && kind != Kind.RSA_PSS && CastleSignature.isNeeded(this, key);
    }
  }

  static void addTo(List<Row> rows) {
    addRsa(rows);
    addEcdsa(rows);
    addNamed(rows, "EdDSA", Kind.EDDSA, KeyType.ED);
    addNamed(rows, "ML-DSA", Kind.ML_DSA, KeyType.ML_DSA);
    addNamed(rows, "SLH-DSA", Kind.SLH_DSA, KeyType.SLH_DSA);
  }

  private static void addRsa(List<Row> rows) {
    rows.add(row("NONEwithRSA", new Signing(Kind.RSA_PKCS1, null, false, null), List.of()));
    for (Digest digest : Digest.values()) {
      rows.add(
          row(
              digest.shortName().concat("withRSA"),
              new Signing(Kind.RSA_PKCS1, digest, false, null),
              rsaNames(digest)));
    }
    rows.add(
        row(
            "RSASSA-PSS",
            new Signing(Kind.RSA_PSS, null, false, null),
            names(PKCS1.concat("10"), "PSS")));
    for (Digest digest : Digest.values()) {
      // Bouncy Castle's names, under which it and Netty ask for PSS with a digest's defaults.
      List<String> aliases = new ArrayList<>();
      for (String spelt : spellings(digest)) {
        aliases.add(spelt.concat("withRSA/PSS"));
        aliases.add(spelt.concat("withRSASSA-PSS"));
        aliases.add(spelt.concat("withRSAandMGF1"));
      }
      String name = digest.shortName().concat("withRSAandMGF1");
      aliases.remove(name);
      rows.add(row(name, new Signing(Kind.RSA_PSS, digest, false, null), aliases));
    }
  }

  /** As the JDK writes a digest inside a name and, for SHA-512/t, as Bouncy Castle does. */
  private static List<String> spellings(Digest digest) {
    String name = digest.shortName();
    int slash = name.indexOf('/');
    return slash < 0
        ? List.of(name)
        : List.of(
            name,
            name.substring(0, slash).concat("(").concat(name.substring(slash + 1)).concat(")"));
  }

  private static List<String> rsaNames(Digest digest) {
    List<String> names = new ArrayList<>(names(RSA_OIDS.get(digest)));
    if (digest == Digest.SHA_1) {
      names.addAll(names("1.3.14.3.2.29"));
    } else if (digest == Digest.SHA_512_224 || digest == Digest.SHA_512_256) {
      names.add(spellings(digest).get(1).concat("withRSA"));
    }
    return names;
  }

  private static void addEcdsa(List<Row> rows) {
    rows.add(row("NONEwithECDSA", new Signing(Kind.ECDSA, null, false, null), List.of()));
    for (Digest digest : Digest.values()) {
      rows.add(
          row(
              digest.shortName().concat("withECDSA"),
              new Signing(Kind.ECDSA, digest, false, null),
              ecdsaNames(digest)));
    }
    rows.add(
        row("NONEwithECDSAinP1363Format", new Signing(Kind.ECDSA, null, true, null), List.of()));
    for (Digest digest : Digest.values()) {
      rows.add(
          row(
              digest.shortName().concat("withECDSAinP1363Format"),
              new Signing(Kind.ECDSA, digest, true, null),
              List.of()));
    }
  }

  private static List<String> ecdsaNames(Digest digest) {
    String oid = ECDSA_OIDS.get(digest);
    return oid == null ? List.of() : names(oid);
  }

  /** A name for every key of a type, and one for each parameter set. */
  private static void addNamed(List<Row> rows, String family, Kind kind, KeyType type) {
    rows.add(row(family, new Signing(kind, null, false, null), List.of()));
    for (ParameterSet set : ParameterSet.values()) {
      if (set.type() == type) {
        rows.add(row(set.jcaName(), new Signing(kind, null, false, set), names(set.oid())));
      }
    }
  }

  private static Row row(String name, Signing form, List<String> aliases) {
    return new Row(JcaEngine.SIGNATURE, name, List.copyOf(aliases), form.kind().keyType(), form);
  }
}
