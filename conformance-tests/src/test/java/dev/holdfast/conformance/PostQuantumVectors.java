// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.conformance.Outcome.NotRun;
import dev.holdfast.model.ParameterSet;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Map;
import javax.crypto.SecretKey;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;

/** Vectors of ML-DSA and ML-KEM. Keys come as raw bytes and go in as RFC 9881 and 9935 say. */
final class PostQuantumVectors {
  static final Map<String, VectorCheck> CHECKS =
      Map.ofEntries(
          Map.entry("mldsa_verify", PostQuantumVectors::verify),
          Map.entry("slhdsa_verify", PostQuantumVectors::verify),
          Map.entry("mldsa_sign", PostQuantumVectors::sign),
          Map.entry("mldsa_sign_seed", PostQuantumVectors::sign),
          Map.entry("mldsa_sign_noseed", PostQuantumVectors::sign),
          Map.entry("mldsa_sign_mu_seed_hedged", PostQuantumVectors::sign),
          Map.entry("mlkem", PostQuantumVectors::decapsulate),
          Map.entry("mlkem_decaps", PostQuantumVectors::decapsulate),
          Map.entry("mlkem_decaps_seed", PostQuantumVectors::decapsulate),
          Map.entry("mlkem_semi_expanded_decaps", PostQuantumVectors::decapsulate),
          Map.entry("mlkem_encaps", PostQuantumVectors::encapsulate),
          Map.entry("mlkem_encaps_seed", PostQuantumVectors::encapsulate),
          Map.entry("mlkem_keygen_seed", PostQuantumVectors::expand));

  private PostQuantumVectors() {}

  private static String name(Vector vector) {
    String name = vector.has("parameterSet") ? vector.text("parameterSet") : vector.algorithm();
    return ParameterSet.ofName(name)
        .map(ParameterSet::jcaName)
        .orElseThrow(() -> NotRun.noSuch("KeyFactory", name));
  }

  private static String oid(String name) {
    return ParameterSet.ofName(name).orElseThrow().oid();
  }

  private static byte[] seed(String name, byte[] seed) throws IOException {
    return VectorKeys.pkcs8(oid(name), new DERTaggedObject(false, 0, new DEROctetString(seed)));
  }

  private static byte[] expanded(String name, byte[] key) throws IOException {
    ASN1Encodable choice = new DEROctetString(key);
    return VectorKeys.pkcs8(oid(name), choice);
  }

  private static Outcome verify(Vector vector, VectorKeys keys) throws Exception {
    String name = name(vector);
    keys.require("Signature", name);
    PublicKey key = keys.publicKey(name, VectorKeys.spki(oid(name), vector.bytes("publicKey")));
    return Outcome.of(
        inContext(
            vector,
            context ->
                SignatureVectors.verify(
                    keys, name, context, key, vector.bytes("msg"), vector.bytes("sig"))),
        "the signature does not verify");
  }

  private interface Use<T> {
    T with(AlgorithmParameterSpec context) throws GeneralSecurityException;
  }

  /** A context string is not in the JCA; Bouncy Castle has a class for it. */
  private static <T> T inContext(Vector vector, Use<T> use) throws GeneralSecurityException {
    byte[] context = vector.optional("ctx");
    return use.with(context.length == 0 ? null : new ContextParameterSpec(context));
  }

  /** Signs with the handle; signatures may be randomised, so they are verified. */
  private static Outcome sign(Vector vector, VectorKeys keys) throws Exception {
    String name = name(vector);
    keys.require("Signature", name);
    if (!vector.has("msg")) {
      throw NotRun.because("the JCA signs messages, and this vector has a hashed one (mu) only");
    }
    byte[] encoded =
        vector.has("privateSeed")
            ? seed(name, vector.bytes("privateSeed"))
            : expanded(name, vector.bytes("privateKey"));
    PrivateKey key = keys.privateKey(name, encoded);
    byte[] message = vector.bytes("msg");
    byte[] made =
        inContext(vector, context -> SignatureVectors.sign(keys, name, context, key, message));
    if (!vector.isValid()) {
      return Outcome.ACCEPTED;
    }
    PublicKey publicKey =
        keys.publicKey(name, VectorKeys.spki(oid(name), vector.bytes("publicKey")));
    boolean verified =
        inContext(
            vector,
            context -> SignatureVectors.verify(keys, name, context, publicKey, message, made));
    return verified ? Outcome.ACCEPTED : Outcome.wrong("makes a signature that does not verify");
  }

  private static String kem(Vector vector, VectorKeys keys) {
    String name = name(vector);
    keys.require("KEM", name);
    return name;
  }

  private static byte[] decapsulationKey(Vector vector, String name) throws IOException {
    return vector.has("seed")
        ? seed(name, vector.bytes("seed"))
        : expanded(name, vector.bytes("dk"));
  }

  private static Outcome decapsulate(Vector vector, VectorKeys keys) throws Exception {
    String name = kem(vector, keys);
    PrivateKey key = keys.privateKey(name, decapsulationKey(vector, name));
    SecretKey secret =
        NewerJca.decapsulate(name, keys.provider(), key, vector.bytes("c"), "HmacSHA256");
    try {
      boolean right =
          !vector.has("K") || SymmetricVectors.isSecret(secret, vector.bytes("K"), keys);
      return right ? Outcome.ACCEPTED : Outcome.wrong("decapsulates another secret");
    } finally {
      secret.destroy();
    }
  }

  /** The JCA lets nobody choose the randomness: what can be seen is whether a key is taken. */
  private static Outcome encapsulate(Vector vector, VectorKeys keys) throws Exception {
    String name = kem(vector, keys);
    PublicKey key = keys.publicKey(name, VectorKeys.spki(oid(name), vector.bytes("ek")));
    NewerJca.Encapsulated made = NewerJca.encapsulate(name, keys.provider(), key, "HmacSHA256");
    made.key().destroy();
    if (!vector.isValid()) {
      return Outcome.ACCEPTED;
    }
    return made.ciphertext().length == vector.bytes("c").length
        ? Outcome.ACCEPTED
        : Outcome.wrong("makes a ciphertext of another length");
  }

  /** A seed goes in, and what is encapsulated for the vector's public half comes out again. */
  private static Outcome expand(Vector vector, VectorKeys keys) throws Exception {
    String name = kem(vector, keys);
    PrivateKey key = keys.privateKey(name, seed(name, vector.bytes("seed")));
    PublicKey publicKey = keys.publicKey(name, VectorKeys.spki(oid(name), vector.bytes("ek")));
    NewerJca.Encapsulated made =
        NewerJca.encapsulate(name, keys.provider(), publicKey, "TlsPremasterSecret");
    SecretKey secret =
        NewerJca.decapsulate(name, keys.provider(), key, made.ciphertext(), "HmacSHA256");
    try {
      return SymmetricVectors.isSecret(secret, made.key().getEncoded(), keys)
          ? Outcome.ACCEPTED
          : Outcome.wrong("has another public key");
    } finally {
      secret.destroy();
    }
  }
}
