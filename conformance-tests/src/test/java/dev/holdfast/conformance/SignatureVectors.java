// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.conformance.Outcome.NotRun;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Map;

/**
 * Vectors of RSA, ECDSA and EdDSA signatures. Verifying is asked of Holdfast by name; where a
 * vector has the private key, its handle signs and the signature is verified.
 */
final class SignatureVectors {
  static final Map<String, VectorCheck> CHECKS =
      Map.of(
          "ecdsa_verify", SignatureVectors::ecdsa,
          "ecdsa_p1363_verify", SignatureVectors::ecdsaP1363,
          "eddsa_verify", SignatureVectors::eddsa,
          "rsassa_pkcs1_verify", SignatureVectors::rsaPkcs1,
          "rsassa_pkcs1_generate", SignatureVectors::rsaPkcs1Generate,
          "rsassa_pss_verify", SignatureVectors::rsaPss,
          "rsassa_pss_with_parameters_verify", SignatureVectors::rsaPssWithParameters);

  private SignatureVectors() {}

  /** A digest as signature names spell it: SHA256, SHA512/256, SHA3-256. */
  private static String digest(Vector vector) {
    String sha = vector.text("sha");
    return sha.startsWith("SHA-") ? "SHA" + sha.substring(4) : sha;
  }

  private static Outcome ecdsa(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    return ecdsa(vector, keys, digest(vector) + "withECDSA");
  }

  private static Outcome ecdsaP1363(Vector vector, VectorKeys keys)
      throws GeneralSecurityException {
    return ecdsa(vector, keys, digest(vector) + "withECDSAinP1363Format");
  }

  private static Outcome ecdsa(Vector vector, VectorKeys keys, String name)
      throws GeneralSecurityException {
    VectorKeys.curve(vector.member(vector.has("publicKey") ? "publicKey" : "key", "curve"));
    return verified(vector, keys, name, null, publicKey(vector, keys, "EC"));
  }

  private static Outcome eddsa(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    return verified(vector, keys, "EdDSA", null, publicKey(vector, keys, "EdDSA"));
  }

  private static Outcome rsaPkcs1(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    return verified(vector, keys, digest(vector) + "withRSA", null, publicKey(vector, keys, "RSA"));
  }

  private static Outcome rsaPss(Vector vector, VectorKeys keys) throws GeneralSecurityException {
    return verified(vector, keys, "RSASSA-PSS", pss(vector), publicKey(vector, keys, "RSA"));
  }

  private static Outcome rsaPssWithParameters(Vector vector, VectorKeys keys)
      throws GeneralSecurityException {
    return verified(vector, keys, "RSASSA-PSS", pss(vector), pssKey(vector));
  }

  /**
   * A key that is for PSS alone and says with which parameters: the JDK's, as certificates have.
   */
  private static PublicKey pssKey(Vector vector) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSASSA-PSS", "SunRsaSign")
        .generatePublic(new X509EncodedKeySpec(vector.bytes("publicKeyDer")));
  }

  private static PSSParameterSpec pss(Vector vector) {
    if (!vector.text("mgf").equals("MGF1")) {
      throw NotRun.because("the JCA's PSSParameterSpec has no mask function " + vector.text("mgf"));
    }
    return new PSSParameterSpec(
        vector.text("sha"),
        "MGF1",
        new MGF1ParameterSpec(vector.text("mgfSha")),
        vector.number("sLen"),
        1);
  }

  private static PublicKey publicKey(Vector vector, VectorKeys keys, String type)
      throws GeneralSecurityException {
    String field = vector.has("publicKeyDer") ? "publicKeyDer" : "keyDer";
    return keys.publicKey(type, vector.bytes(field));
  }

  private static Outcome verified(
      Vector vector, VectorKeys keys, String name, AlgorithmParameterSpec spec, PublicKey key)
      throws GeneralSecurityException {
    keys.require("Signature", name);
    return Outcome.of(
        verify(keys, name, spec, key, vector.bytes("msg"), vector.bytes("sig")),
        "the signature does not verify");
  }

  static boolean verify(
      VectorKeys keys,
      String name,
      AlgorithmParameterSpec spec,
      PublicKey key,
      byte[] message,
      byte[] signature)
      throws GeneralSecurityException {
    Signature verifier = Signature.getInstance(name, keys.provider());
    verifier.initVerify(key);
    if (spec != null) {
      verifier.setParameter(spec);
    }
    verifier.update(message);
    return verifier.verify(signature);
  }

  static byte[] sign(
      VectorKeys keys, String name, AlgorithmParameterSpec spec, PrivateKey key, byte[] message)
      throws GeneralSecurityException {
    Signature signer = Signature.getInstance(name, keys.provider());
    signer.initSign(key);
    if (spec != null) {
      signer.setParameter(spec);
    }
    signer.update(message);
    return signer.sign();
  }

  private static Outcome rsaPkcs1Generate(Vector vector, VectorKeys keys)
      throws GeneralSecurityException {
    String name = digest(vector) + "withRSA";
    keys.require("Signature", name);
    PrivateKey key = RsaCipherVectors.privateKey(vector, keys);
    byte[] message = vector.bytes("msg");
    byte[] made = sign(keys, name, null, key, message);
    if (!verify(keys, name, null, publicKey(vector, keys, "RSA"), message, made)) {
      return Outcome.wrong("makes a signature that does not verify");
    }
    return Arrays.equals(made, vector.bytes("sig"))
        ? Outcome.ACCEPTED
        : Outcome.different("makes another signature");
  }
}
