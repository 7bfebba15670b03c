// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
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
      return spec.digest().equals(scheme.digest());
    }
  }

  static void addTo(List<Row> rows) {
    for (MacScheme scheme : MacScheme.values()) {
      rows.add(
          new Row(
              JcaEngine.MAC, scheme.jcaName(), names(scheme), scheme.keyType(), new Mac(scheme)));
    }
  }

  /** Other names of a MAC, its key generator's as well: the object identifiers of RFC 8018. */
  static List<String> names(MacScheme scheme) {
    return switch (scheme) {
      case HMAC_SHA_1 -> AlgorithmTable.names("1.2.840.113549.2.7");
      case HMAC_SHA_224 -> AlgorithmTable.names("1.2.840.113549.2.8");
      case HMAC_SHA_256 -> AlgorithmTable.names("1.2.840.113549.2.9");
      case HMAC_SHA_384 -> AlgorithmTable.names("1.2.840.113549.2.10");
      case HMAC_SHA_512 -> AlgorithmTable.names("1.2.840.113549.2.11");
      case HMAC_SHA_512_224 -> AlgorithmTable.names("1.2.840.113549.2.12");
      case HMAC_SHA_512_256 -> AlgorithmTable.names("1.2.840.113549.2.13");
      case HMAC_SHA3_224 -> AlgorithmTable.names("2.16.840.1.101.3.4.2.13");
      case HMAC_SHA3_256 -> AlgorithmTable.names("2.16.840.1.101.3.4.2.14");
      case HMAC_SHA3_384 -> AlgorithmTable.names("2.16.840.1.101.3.4.2.15");
      case HMAC_SHA3_512 -> AlgorithmTable.names("2.16.840.1.101.3.4.2.16");
      case AES_CMAC -> List.of("AES-CMAC");
    };
  }
}
