// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.util.List;

/** The rows of {@code KeyAgreement}. */
public final class AgreementRows {
  private AgreementRows() {}

  /**
   * A row's own column.
   *
   * @param curve the one curve whose keys it takes; null for every key of its type
   */
  public record Agreement(ParameterSet curve) implements Form {
    @Override
    public boolean accepts(KeySpec spec) {
      return curve == null || spec.parameterSet().orElse(null) == curve;
    }
  }

  static void addTo(List<Row> rows) {
    rows.add(new Row(JcaEngine.KEY_AGREEMENT, "ECDH", List.of(), KeyType.EC, new Agreement(null)));
    rows.add(new Row(JcaEngine.KEY_AGREEMENT, "XDH", List.of(), KeyType.XDH, new Agreement(null)));
    for (ParameterSet curve : List.of(ParameterSet.X25519, ParameterSet.X448)) {
      rows.add(
          new Row(
              JcaEngine.KEY_AGREEMENT,
              curve.jcaName(),
              AlgorithmTable.names(curve.oid()),
              KeyType.XDH,
              new Agreement(curve)));
    }
  }
}
