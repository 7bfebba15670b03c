// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.conformance.Outcome.NotRun;
import java.security.GeneralSecurityException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Vectors of RSA decryption. */
final class RsaCipherVectors {
  static final Map<String, VectorCheck> CHECKS =
      Map.of(
          "rsaes_oaep_decrypt", RsaCipherVectors::oaep,
          "rsaes_pkcs1_decrypt", RsaCipherVectors::pkcs1);

  private RsaCipherVectors() {}

  /** RSA keys of other sizes are not taken in, and the README says so. */
  static void requireSize(Vector vector) {
    int bits = vector.number("keySize");
    if (bits < 2048 || bits > 4096 || bits % 64 != 0) {
      throw new NotRun("Holdfast has no RSA keys of " + bits + " bits");
    }
  }

  private static Outcome oaep(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    OAEPParameterSpec spec =
        new OAEPParameterSpec(
            vector.text("sha"),
            vector.text("mgf"),
            new MGF1ParameterSpec(vector.text("mgfSha")),
            new PSource.PSpecified(vector.optional("label")));
    return decrypted(vector, keys, "RSA/ECB/OAEPPadding", spec);
  }

  private static Outcome pkcs1(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    return decrypted(vector, keys, "RSA/ECB/PKCS1Padding", null);
  }

  private static Outcome decrypted(
      Vector vector, VectorKeys keys, String name, AlgorithmParameterSpec spec)
      throws GeneralSecurityException {
    keys.require("Cipher", name);
    requireSize(vector);
    Cipher cipher = Cipher.getInstance(name, keys.provider());
    cipher.init(Cipher.DECRYPT_MODE, keys.privateKey("RSA", vector.bytes("privateKeyPkcs8")), spec);
    return SymmetricVectors.compared(cipher.doFinal(vector.bytes("ct")), vector.bytes("msg"));
  }
}
