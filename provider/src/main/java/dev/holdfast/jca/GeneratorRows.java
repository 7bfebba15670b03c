// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import static dev.holdfast.jca.AlgorithmTable.names;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.ParameterSet;
import java.util.List;

/** The rows of {@code KeyPairGenerator}, {@code KeyGenerator} and {@code SecretKeyFactory}. */
public final class GeneratorRows {
  private GeneratorRows() {}

  /**
   * @param defaults what is made unless the caller says otherwise
   * @param fixed whether the name says what is made, so that the caller has no choice
   */
  public record Generator(KeySpec defaults, boolean fixed) implements Form {
    /** Whether the name goes with a parameter set. */
    boolean makes(ParameterSet set) {
      return set.type() == defaults.type()
          && (!fixed || defaults.parameterSet().orElseThrow() == set);
    }
  }

  static void addTo(List<Row> rows) {
    JcaEngine pairs = JcaEngine.KEY_PAIR_GENERATOR;
    rows.add(row(pairs, KeySpec.rsa(3072), names("1.2.840.113549.1.1.1")));
    rows.add(row(pairs, KeySpec.rsaPss(3072), names("1.2.840.113549.1.1.10", "PSS")));
    rows.add(row(pairs, KeySpec.ec(EcCurve.P_256), names("1.2.840.10045.2.1", "EllipticCurve")));
    addFamily(rows, ParameterSet.ED25519);
    addFamily(rows, ParameterSet.X25519);
    addFamily(rows, ParameterSet.ML_DSA_65);
    addFamily(rows, ParameterSet.SLH_DSA_SHA2_128F);
    addFamily(rows, ParameterSet.ML_KEM_768);
    addSecrets(rows, JcaEngine.KEY_GENERATOR);
    rows.add(row(JcaEngine.KEY_GENERATOR, KeySpec.symmetricDefault(), List.of()));
    addSecrets(rows, JcaEngine.SECRET_KEY_FACTORY);
    rows.add(row(JcaEngine.SECRET_KEY_FACTORY, KeySpec.generic(256), List.of()));
  }

  private static void addSecrets(List<Row> rows, JcaEngine engine) {
    rows.add(row(engine, KeySpec.aes(256), names("2.16.840.1.101.3.4.1")));
    rows.add(row(engine, KeySpec.chacha20(), List.of()));
    rows.add(row(engine, KeySpec.desEde(), List.of("TripleDES")));
    for (MacScheme scheme : MacScheme.values()) {
      if (scheme.digest().isPresent()) {
        rows.add(row(engine, KeySpec.hmac(scheme.digest().get()), MacRows.names(scheme)));
      }
    }
  }

  /** A row for the family, which makes the default set, and one for each of its sets. */
  private static void addFamily(List<Row> rows, ParameterSet defaults) {
    rows.add(row(JcaEngine.KEY_PAIR_GENERATOR, KeySpec.of(defaults), List.of()));
    for (ParameterSet set : ParameterSet.values()) {
      if (set.type() == defaults.type()) {
        rows.add(
            new Row(
                JcaEngine.KEY_PAIR_GENERATOR,
                set.jcaName(),
                names(set.oid()),
                set.type(),
                new Generator(KeySpec.of(set), true)));
      }
    }
  }

  private static Row row(JcaEngine engine, KeySpec defaults, List<String> aliases) {
    return new Row(
        engine, defaults.jcaName(), aliases, defaults.type(), new Generator(defaults, false));
  }
}
