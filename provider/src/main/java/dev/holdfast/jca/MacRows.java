// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import static java.util.Map.entry;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import java.util.List;
import java.util.Map;

/** The rows of {@code Mac}. */
public final class MacRows {
  /** RFC 8018's and NIST's; CMAC has none. A map: a switch would be one more class at start-up. */
  private static final Map<MacScheme, String> OIDS =
      Map.ofEntries(
          entry(MacScheme.HMAC_SHA_1, "1.2.840.113549.2.7"),
          entry(MacScheme.HMAC_SHA_224, "1.2.840.113549.2.8"),
          entry(MacScheme.HMAC_SHA_256, "1.2.840.113549.2.9"),
          entry(MacScheme.HMAC_SHA_384, "1.2.840.113549.2.10"),
          entry(MacScheme.HMAC_SHA_512, "1.2.840.113549.2.11"),
          entry(MacScheme.HMAC_SHA_512_224, "1.2.840.113549.2.12"),
          entry(MacScheme.HMAC_SHA_512_256, "1.2.840.113549.2.13"),
          entry(MacScheme.HMAC_SHA3_224, "2.16.840.1.101.3.4.2.13"),
          entry(MacScheme.HMAC_SHA3_256, "2.16.840.1.101.3.4.2.14"),
          entry(MacScheme.HMAC_SHA3_384, "2.16.840.1.101.3.4.2.15"),
          entry(MacScheme.HMAC_SHA3_512, "2.16.840.1.101.3.4.2.16"));

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

  /** Other names of a MAC, its key generator's as well. */
  static List<String> names(MacScheme scheme) {
    String oid = OIDS.get(scheme);
    return oid == null ? List.of("AES-CMAC") : AlgorithmTable.names(oid);
  }
}
