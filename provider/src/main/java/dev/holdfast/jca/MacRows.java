// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import java.util.List;

/** The rows of {@code Mac}. */
public final class MacRows {
  private MacRows() {}

  /** A row's own column. */
  public record Mac(MacScheme scheme) implements Form {
    /** An HMAC key belongs to its digest. */
    @Override
    public boolean accepts(KeySpec spec) {
      return spec.digest().orElseThrow() == scheme.digest();
    }
  }

  static void addTo(List<Row> rows) {
    for (MacScheme scheme :
        List.of(MacScheme.HMAC_SHA_256, MacScheme.HMAC_SHA_384, MacScheme.HMAC_SHA_512)) {
      rows.add(
          new Row(
              JcaEngine.MAC,
              scheme.jcaName(),
              names(scheme.digest()),
              scheme.keyType(),
              new Mac(scheme)));
    }
  }

  /** The object identifiers of an HMAC, its key generator's as well. */
  static List<String> names(Digest digest) {
    return switch (digest) {
      case SHA_256 -> AlgorithmTable.names("1.2.840.113549.2.9");
      case SHA_384 -> AlgorithmTable.names("1.2.840.113549.2.10");
      case SHA_512 -> AlgorithmTable.names("1.2.840.113549.2.11");
      default -> List.of();
    };
  }
}
