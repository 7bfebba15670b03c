// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.util.List;

/** The rows of {@code KEM}. */
public final class KemRows {
  private KemRows() {}

  /**
   * A row's own column.
   *
   * @param set the one parameter set whose keys it takes; null for every key of its type
   */
  public record Encapsulation(ParameterSet set) implements Form {
    @Override
    public boolean accepts(KeySpec spec) {
      return set == null || spec.parameterSet().orElse(null) == set;
    }
  }

  static void addTo(List<Row> rows) {
    rows.add(new Row(JcaEngine.KEM, "ML-KEM", List.of(), KeyType.ML_KEM, new Encapsulation(null)));
    for (ParameterSet set : ParameterSet.values()) {
      if (set.type() == KeyType.ML_KEM) {
        rows.add(
            new Row(
                JcaEngine.KEM,
                set.jcaName(),
                AlgorithmTable.names(set.oid()),
                KeyType.ML_KEM,
                new Encapsulation(set)));
      }
    }
  }
}
