// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import static dev.holdfast.jca.AlgorithmTable.names;

import dev.holdfast.jca.AlgorithmTable.Form;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.Digest;
import dev.holdfast.model.SignScheme.Kind;
import java.util.List;

/** The rows of {@code Signature}. */
public final class SignatureRows {
  private static final Digest[] DIGESTS = {Digest.SHA_256, Digest.SHA_384, Digest.SHA_512};

  private SignatureRows() {}

  /**
   * @param kind how a signature is made
   * @param digest the digest that the name says; null for NONEwith… and for RSASSA-PSS
   */
  public record Signing(Kind kind, Digest digest) implements Form {}

  static void addTo(List<Row> rows) {
    rows.add(row("NONEwithRSA", Kind.RSA_PKCS1, null, List.of()));
    rows.add(row("SHA256withRSA", Kind.RSA_PKCS1, Digest.SHA_256, names("1.2.840.113549.1.1.11")));
    rows.add(row("SHA384withRSA", Kind.RSA_PKCS1, Digest.SHA_384, names("1.2.840.113549.1.1.12")));
    rows.add(row("SHA512withRSA", Kind.RSA_PKCS1, Digest.SHA_512, names("1.2.840.113549.1.1.13")));
    rows.add(row("RSASSA-PSS", Kind.RSA_PSS, null, names("1.2.840.113549.1.1.10", "PSS")));
    for (Digest digest : DIGESTS) {
      // Bouncy Castle's names, under which it and Netty ask for PSS with a digest's defaults.
      String prefix = digest.shortName().concat("withRSA");
      rows.add(
          row(
              prefix.concat("andMGF1"),
              Kind.RSA_PSS,
              digest,
              List.of(prefix.concat("/PSS"), prefix.concat("SSA-PSS"))));
    }
    rows.add(row("NONEwithECDSA", Kind.ECDSA, null, List.of()));
    rows.add(row("SHA256withECDSA", Kind.ECDSA, Digest.SHA_256, names("1.2.840.10045.4.3.2")));
    rows.add(row("SHA384withECDSA", Kind.ECDSA, Digest.SHA_384, names("1.2.840.10045.4.3.3")));
    rows.add(row("SHA512withECDSA", Kind.ECDSA, Digest.SHA_512, names("1.2.840.10045.4.3.4")));
  }

  private static Row row(String name, Kind kind, Digest digest, List<String> aliases) {
    return new Row(JcaEngine.SIGNATURE, name, aliases, kind.keyType(), new Signing(kind, digest));
  }
}
