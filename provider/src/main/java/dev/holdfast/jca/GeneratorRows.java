// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import static dev.holdfast.jca.AlgorithmTable.names;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.ParameterSet;
import java.util.List;

/** The rows of {@code KeyPairGenerator} and {@code KeyGenerator}. */
public final class GeneratorRows {
  private GeneratorRows() {}

  /**
   * @param defaults what is made unless the caller says otherwise
   * @param fixed whether the name says all, and nothing else is made
   */
  public record Generator(KeySpec defaults, boolean fixed) implements Form {}

  static void addTo(List<Row> rows) {
    JcaEngine pairs = JcaEngine.KEY_PAIR_GENERATOR;
    rows.add(row(pairs, KeySpec.rsa(3072), names("1.2.840.113549.1.1.1")));
    rows.add(row(pairs, KeySpec.ec(EcCurve.P_256), names("1.2.840.10045.2.1", "EllipticCurve")));
    addNamed(rows, ParameterSet.X25519);
    addNamed(rows, ParameterSet.ML_KEM_768);
    JcaEngine secrets = JcaEngine.KEY_GENERATOR;
    rows.add(row(secrets, KeySpec.aes(256), names("2.16.840.1.101.3.4.1")));
    rows.add(row(secrets, KeySpec.hmac(Digest.SHA_256), MacRows.names(Digest.SHA_256)));
    rows.add(row(secrets, KeySpec.hmac(Digest.SHA_384), MacRows.names(Digest.SHA_384)));
    rows.add(row(secrets, KeySpec.hmac(Digest.SHA_512), MacRows.names(Digest.SHA_512)));
  }

  private static Row row(JcaEngine engine, KeySpec defaults, List<String> aliases) {
    return new Row(
        engine, defaults.jcaName(), aliases, defaults.type(), new Generator(defaults, false));
  }

  /** A name for every key of a type, and one for each parameter set. */
  private static void addNamed(List<Row> rows, ParameterSet defaults) {
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
}
