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

  /** The object identifiers are RFC 8619's. */
  static void addTo(List<Row> rows) {
    rows.add(row(Digest.SHA_256, "1.2.840.113549.1.9.16.3.28"));
    rows.add(row(Digest.SHA_384, "1.2.840.113549.1.9.16.3.29"));
    rows.add(row(Digest.SHA_512, "1.2.840.113549.1.9.16.3.30"));
  }

  private static Row row(Digest digest, String oid) {
    return new Row(
        JcaEngine.KDF,
        "HKDF-".concat(digest.shortName()),
        AlgorithmTable.names(oid),
        KeyType.GENERIC,
        new Hkdf(digest));
  }
}
