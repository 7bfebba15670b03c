// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyType;
import java.util.List;

/** The rows of {@code KDF}. */
public final class KdfRows {
  private KdfRows() {}

  /** A row's own column. */
  public record Hkdf(Digest digest) implements Form {}

  static void addTo(List<Row> rows) {
    for (Digest digest : new Digest[] {Digest.SHA_256, Digest.SHA_384, Digest.SHA_512}) {
      rows.add(
          new Row(
              JcaEngine.KDF,
              "HKDF-".concat(digest.shortName()),
              names(digest),
              KeyType.GENERIC,
              new Hkdf(digest)));
    }
  }

  /** RFC 8619. */
  private static List<String> names(Digest digest) {
    return switch (digest) {
      case SHA_256 -> AlgorithmTable.names("1.2.840.113549.1.9.16.3.28");
      case SHA_384 -> AlgorithmTable.names("1.2.840.113549.1.9.16.3.29");
      default -> AlgorithmTable.names("1.2.840.113549.1.9.16.3.30");
    };
  }
}
