// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import static dev.holdfast.jca.AlgorithmTable.names;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.util.List;

/** The rows of {@code KeyFactory}. */
public final class FactoryRows {
  private FactoryRows() {}

  /**
   * @param type the type of keys
   * @param set the parameter set that the name says; null where any key of the type will do
   */
  public record Taking(KeyType type, ParameterSet set) implements Form {
    @Override
    public boolean accepts(KeySpec spec) {
      return spec.type() == type && (set == null || spec.parameterSet().orElseThrow() == set);
    }
  }

  static void addTo(List<Row> rows) {
    rows.add(row("RSA", KeyType.RSA, null, names("1.2.840.113549.1.1.1", "1.2.840.113549.1.1")));
    rows.add(row("RSASSA-PSS", KeyType.RSA_PSS, null, names("1.2.840.113549.1.1.10", "PSS")));
    rows.add(row("EC", KeyType.EC, null, names("1.2.840.10045.2.1", "EllipticCurve")));
    for (KeyType type :
        List.of(KeyType.ED, KeyType.XDH, KeyType.ML_DSA, KeyType.ML_KEM, KeyType.SLH_DSA)) {
      rows.add(row(type.jcaName(), type, null, List.of()));
      for (ParameterSet set : ParameterSet.values()) {
        if (set.type() == type) {
          rows.add(row(set.jcaName(), type, set, names(set.oid())));
        }
      }
    }
  }

  private static Row row(String name, KeyType type, ParameterSet set, List<String> aliases) {
    return new Row(JcaEngine.KEY_FACTORY, name, aliases, type, new Taking(type, set));
  }
}
