// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import static dev.holdfast.jca.AlgorithmTable.names;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import java.util.List;

/** The rows of {@code KeyPairGenerator} and {@code KeyGenerator}. */
public final class GeneratorRows {
  private GeneratorRows() {}

  /**
   * @param defaults what is made unless the caller says otherwise
   */
  public record Generator(KeySpec defaults) implements Form {}

  static void addTo(List<Row> rows) {
    JcaEngine pairs = JcaEngine.KEY_PAIR_GENERATOR;
    rows.add(row(pairs, KeySpec.rsa(3072), names("1.2.840.113549.1.1.1")));
    rows.add(row(pairs, KeySpec.ec(EcCurve.P_256), names("1.2.840.10045.2.1", "EllipticCurve")));
    JcaEngine secrets = JcaEngine.KEY_GENERATOR;
    rows.add(row(secrets, KeySpec.aes(256), names("2.16.840.1.101.3.4.1")));
    rows.add(row(secrets, KeySpec.hmac(Digest.SHA_256), MacRows.names(Digest.SHA_256)));
    rows.add(row(secrets, KeySpec.hmac(Digest.SHA_384), MacRows.names(Digest.SHA_384)));
    rows.add(row(secrets, KeySpec.hmac(Digest.SHA_512), MacRows.names(Digest.SHA_512)));
  }

  private static Row row(JcaEngine engine, KeySpec defaults, List<String> aliases) {
    return new Row(engine, defaults.jcaName(), aliases, defaults.type(), new Generator(defaults));
  }
}
