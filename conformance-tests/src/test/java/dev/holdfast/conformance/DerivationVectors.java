// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.conformance.Outcome.NotRun;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import javax.crypto.SecretKey;

/** Vectors of HKDF. */
final class DerivationVectors {
  static final Map<String, VectorCheck> CHECKS = Map.of("hkdf", DerivationVectors::hkdf);

  private DerivationVectors() {}

  private static Outcome hkdf(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    String name = vector.algorithm().toUpperCase(Locale.ROOT).replace("SHA-", "SHA");
    keys.require("KDF", name);
    if (vector.bytes("ikm").length == 0) {
      throw NotRun.because("the JCA has no empty secrets");
    }
    SecretKey input = keys.secret("Generic", vector.bytes("ikm"));
    byte[] made =
        NewerJca.deriveData(
            name,
            keys.provider(),
            NewerJca.hkdf(
                input, vector.bytes("salt"), vector.bytes("info"), vector.number("size")));
    return Arrays.equals(made, vector.bytes("okm"))
        ? Outcome.ACCEPTED
        : Outcome.different("derives something else");
  }
}
