// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.WrapKeyDerivation.Function;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The rows of {@code KeyAgreement}. */
public final class AgreementRows {
  private static final String SECG = "1.3.132.1.";
  private static final String X9_63 = "1.3.133.16.840.63.0.";
  private static final String SMIME = "1.2.840.113549.1.9.16.3.";

  /** RFC 5753, section 7.1.4: the schemes dhSinglePass-stdDH and -cofactorDH. */
  private static final Map<Digest, List<String>> X963_OIDS = new EnumMap<>(Digest.class);

  /** RFC 8418, section 2: dhSinglePass-stdDH with HKDF. */
  private static final Map<Digest, String> HKDF_OIDS = new EnumMap<>(Digest.class);

  static {
    X963_OIDS.put(Digest.SHA_1, List.of(X9_63 + "2", X9_63 + "3"));
    X963_OIDS.put(Digest.SHA_224, List.of(SECG + "11.0", SECG + "14.0"));
    X963_OIDS.put(Digest.SHA_256, List.of(SECG + "11.1", SECG + "14.1"));
    X963_OIDS.put(Digest.SHA_384, List.of(SECG + "11.2", SECG + "14.2"));
    X963_OIDS.put(Digest.SHA_512, List.of(SECG + "11.3", SECG + "14.3"));
    HKDF_OIDS.put(Digest.SHA_256, SMIME + "19");
    HKDF_OIDS.put(Digest.SHA_384, SMIME + "20");
    HKDF_OIDS.put(Digest.SHA_512, SMIME + "21");
  }

  private AgreementRows() {}

  /**
   * A row's own column.
   *
   * @param curve the one curve whose keys it takes; null for every key of its type
   * @param derivation what is made of the secret before anybody sees it; null for nothing
   */
  public record Agreement(ParameterSet curve, WrapKeyDerivation derivation) implements Form {
    @Override
    public boolean accepts(KeySpec spec) {
      return curve == null || spec.parameterSet().orElse(null) == curve;
    }
  }

  static void addTo(List<Row> rows) {
    rows.add(
        new Row(JcaEngine.KEY_AGREEMENT, "ECDH", List.of(), KeyType.EC, new Agreement(null, null)));
    rows.add(
        new Row(JcaEngine.KEY_AGREEMENT, "XDH", List.of(), KeyType.XDH, new Agreement(null, null)));
    for (ParameterSet curve : List.of(ParameterSet.X25519, ParameterSet.X448)) {
      rows.add(
          new Row(
              JcaEngine.KEY_AGREEMENT,
              curve.jcaName(),
              AlgorithmTable.names(curve.oid()),
              KeyType.XDH,
              new Agreement(curve, null)));
    }
    addCms(rows);
  }

  /** CMS's, under Bouncy Castle's names, by which it asks for them. */
  private static void addCms(List<Row> rows) {
    for (Map.Entry<Digest, List<String>> scheme : X963_OIDS.entrySet()) {
      Digest digest = scheme.getKey();
      String name = "DHwith".concat(digest.shortName()).concat("KDF");
      List<String> aliases = new ArrayList<>();
      // With a cofactor and without: that of every curve here is one.
      for (String oid : scheme.getValue()) {
        aliases.addAll(AlgorithmTable.names(oid));
      }
      aliases.add("ECC".concat(name));
      rows.add(derived("EC".concat(name), List.copyOf(aliases), KeyType.EC, Function.X963, digest));
    }
    for (Map.Entry<Digest, String> scheme : HKDF_OIDS.entrySet()) {
      Digest digest = scheme.getKey();
      rows.add(
          derived(
              "XDHwith".concat(digest.shortName()).concat("HKDF"),
              AlgorithmTable.names(scheme.getValue()),
              KeyType.XDH,
              Function.HKDF,
              digest));
    }
  }

  private static Row derived(
      String name, List<String> aliases, KeyType type, Function function, Digest digest) {
    return new Row(
        JcaEngine.KEY_AGREEMENT,
        name,
        aliases,
        type,
        new Agreement(null, new WrapKeyDerivation(function, digest)));
  }
}
