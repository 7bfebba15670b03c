// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyType;
import java.util.List;

/** The rows of {@code Cipher}. */
public final class CipherRows {
  private CipherRows() {}

  /**
   * @param digest the digest that an OAEP name says; null for AES
   */
  public record Transformation(Digest digest) implements Form {}

  static void addTo(List<Row> rows) {
    rows.add(row("AES/GCM/NoPadding", KeyType.AES, null, List.of()));
    rows.add(row("RSA/ECB/OAEPPadding", KeyType.RSA, Digest.SHA_1, List.of()));
    rows.add(
        row(
            "RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
            KeyType.RSA,
            Digest.SHA_1,
            List.of("RSA/ECB/OAEPWithSHA1AndMGF1Padding")));
    for (Digest digest : List.of(Digest.SHA_256, Digest.SHA_384, Digest.SHA_512)) {
      String name = "RSA/ECB/OAEPWith".concat(digest.jcaName()).concat("AndMGF1Padding");
      rows.add(row(name, KeyType.RSA, digest, List.of()));
    }
  }

  private static Row row(String name, KeyType type, Digest digest, List<String> aliases) {
    return new Row(JcaEngine.CIPHER, name, aliases, type, new Transformation(digest));
  }
}
