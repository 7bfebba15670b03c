// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.conformance.Outcome.NotRun;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;

/** Vectors of RSA decryption. */
final class RsaCipherVectors {
  static final Map<String, VectorCheck> CHECKS =
      Map.of(
          "rsaes_oaep_decrypt", RsaCipherVectors::oaep,
          "rsaes_pkcs1_decrypt", RsaCipherVectors::pkcs1);

  private RsaCipherVectors() {}

  /** RSA keys of other sizes, or with three primes, are not taken in. */
  static PrivateKey privateKey(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    byte[] pkcs8 = vector.bytes("privateKeyPkcs8");
    try {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(pkcs8);
      RSAPrivateKey numbers = RSAPrivateKey.getInstance(info.parsePrivateKey());
      int bits = numbers.getModulus().bitLength();
      // RFC 8017 appendix A.1.2: version 1 says that there are more than two.
      int primes = numbers.getVersion().signum() == 0 ? 2 : 3;
      if (primes != 2 || bits < Promises.RSA_LEAST || bits > Promises.RSA_MOST) {
        throw NotRun.noRsaKey(bits, primes);
      }
    } catch (IOException e) {
      throw new InvalidKeyException("No RSA key in the vector's group", e);
    }
    return keys.privateKey("RSA", pkcs8);
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
    Cipher cipher = Cipher.getInstance(name, keys.provider());
    cipher.init(Cipher.DECRYPT_MODE, privateKey(vector, keys), spec);
    return SymmetricVectors.compared(cipher.doFinal(vector.bytes("ct")), vector.bytes("msg"));
  }
}
