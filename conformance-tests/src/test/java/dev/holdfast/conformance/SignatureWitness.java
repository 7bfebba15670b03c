// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.SignatureRows;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.SignScheme.Kind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.DigestInfo;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/** Who else says whether a signature is good: the JDK and Bouncy Castle, where they can. */
final class SignatureWitness {
  static final byte[] TEXT =
      "what is signed, longer than one block of any digest there is; once more: longer, longer, longer, longer"
          .getBytes(StandardCharsets.UTF_8);

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();

  private SignatureWitness() {}

  private static SignatureRows.Signing form(Row row) {
    return (SignatureRows.Signing) row.form();
  }

  static PSSParameterSpec pss(String digest, String mgfDigest, int salt) {
    return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mgfDigest), salt, 1);
  }

  /** The parameters a row needs elsewhere; null for none. */
  static PSSParameterSpec parameters(Row row) {
    if (form(row).kind() != Kind.RSA_PSS) {
      return null;
    }
    Digest digest = form(row).digest();
    return digest == null
        ? pss("SHA-256", "SHA-256", 32)
        : pss(digest.jcaName(), digest.jcaName(), digest.length());
  }

  /** The kinds of keys that go with a row, the one to try most with first. */
  static List<String> kinds(Row row) {
    if (row.keyType() == KeyType.RSA) {
      return Workbench.RSA_KINDS;
    }
    if (row.keyType() == KeyType.EC) {
      return curves(row.name());
    }
    if (form(row).set() != null) {
      return List.of(form(row).set().jcaName());
    }
    return switch (row.keyType()) {
      case ED -> List.of("Ed25519", "Ed448");
      case ML_DSA -> List.of("ML-DSA-44", "ML-DSA-65", "ML-DSA-87");
      // The others take long, and have a test of their own.
      default -> List.of("SLH-DSA-SHA2-128F", "SLH-DSA-SHAKE-128F");
    };
  }

  /** Every curve for some rows, and for each of the others two and one that takes turns. */
  private static List<String> curves(String name) {
    List<String> others = Workbench.OTHER_EC_KINDS;
    List<String> curves = new ArrayList<>();
    if (name.matches("(NONE|SHA256|SHA512/256)withECDSA|SHA384withECDSAinP1363Format")) {
      curves.addAll(Workbench.EC_KINDS);
      curves.addAll(others);
    } else {
      curves.addAll(List.of("secp256r1", "secp521r1"));
      curves.add(others.get(Math.floorMod(name.hashCode(), others.size())));
    }
    return curves;
  }

  /** Whether a row is one of the many of SLH-DSA. */
  static boolean isSlow(Row row) {
    ParameterSet set = form(row).set();
    return set != null
        && set.type() == KeyType.SLH_DSA
        && set != ParameterSet.SLH_DSA_SHA2_128F
        && set != ParameterSet.SLH_DSA_SHAKE_128F;
  }

  /** A message that fits the row: what NONEwith… signs is a digest already. */
  static byte[] message(Row row) throws GeneralSecurityException {
    boolean takesDigests = row.keyType() == KeyType.RSA || row.keyType() == KeyType.EC;
    if (form(row).digest() != null || !takesDigests) {
      return TEXT.clone();
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(TEXT);
    if (row.name().equals("NONEwithRSA")) {
      return digestInfo(digest);
    }
    return row.keyType() == KeyType.EC ? digest : TEXT.clone();
  }

  private static byte[] digestInfo(byte[] digest) {
    try {
      return new DigestInfo(new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256), digest)
          .getEncoded();
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  static void assertSigned(
      Row row, PSSParameterSpec parameters, PublicKey key, byte[] message, byte[] signature)
      throws GeneralSecurityException {
    List<Signature> verifiers = verifiers(row, parameters, key);
    assertFalse(verifiers.isEmpty(), () -> "nobody else knows " + row.name());
    for (Signature verifier : verifiers) {
      PublicKey read = verifier.getProvider().equals(BOUNCY_CASTLE) ? castle(key) : key;
      assertTrue(
          verifies(verifier, parameters, read, digested(row, message), signature),
          () -> row.name() + " by " + verifier.getProvider() + ", " + parameters);
    }
  }

  static boolean verifies(
      Signature verifier,
      PSSParameterSpec parameters,
      PublicKey key,
      byte[] message,
      byte[] signature)
      throws GeneralSecurityException {
    verifier.initVerify(key);
    if (parameters != null) {
      verifier.setParameter(parameters);
    }
    verifier.update(message);
    return verifier.verify(signature);
  }

  /** Some verifiers say no, and some that it is no signature at all. */
  static boolean isRefused(
      Signature verifier,
      PSSParameterSpec parameters,
      PublicKey key,
      byte[] message,
      byte[] signature)
      throws GeneralSecurityException {
    try {
      return !verifies(verifier, parameters, key, message, signature);
    } catch (SignatureException e) {
      return true;
    }
  }

  private static PublicKey castle(PublicKey key) throws GeneralSecurityException {
    String algorithm = key.getAlgorithm();
    return KeyFactory.getInstance(algorithm, BOUNCY_CASTLE)
        .generatePublic(new X509EncodedKeySpec(key.getEncoded()));
  }

  /** Nobody else has ECDSA with SHA-512/t under one name. */
  private static boolean isDigestedHere(Row row) {
    return row.keyType() == KeyType.EC
        && (form(row).digest() == Digest.SHA_512_224 || form(row).digest() == Digest.SHA_512_256);
  }

  private static byte[] digested(Row row, byte[] message) throws GeneralSecurityException {
    return isDigestedHere(row)
        ? MessageDigest.getInstance(form(row).digest().jcaName()).digest(message)
        : message;
  }

  private static List<Signature> verifiers(Row row, PSSParameterSpec parameters, PublicKey key) {
    String name = parameters == null ? row.name() : "RSASSA-PSS";
    if (isDigestedHere(row)) {
      name = name.replaceFirst("^.*with", "NONEwith");
    }
    List<Signature> verifiers = new ArrayList<>();
    if (!(key instanceof ECKey ec) || isOfTheJdk(ec)) {
      add(verifiers, name, null);
    }
    if (parameters == null || bouncyCastleTakes(parameters)) {
      add(
          verifiers,
          name.replaceFirst("^SHA512/(...)withRSA$", "SHA512($1)withRSA"),
          BOUNCY_CASTLE);
    }
    return verifiers;
  }

  private static boolean isOfTheJdk(ECKey key) {
    return dev.holdfast.keys.EcParameters.curve(key.getParams()).map(EcCurve::isNist).orElse(false);
  }

  private static void add(List<Signature> verifiers, String name, Provider provider) {
    try {
      verifiers.add(
          provider == null ? Signature.getInstance(name) : Signature.getInstance(name, provider));
    } catch (NoSuchAlgorithmException e) {
      // Another one has it; that there is one is asserted.
    }
  }

  /** It insists on one digest for message and mask, and writes SHA-512/t otherwise. */
  private static boolean bouncyCastleTakes(PSSParameterSpec parameters) {
    return !parameters.getDigestAlgorithm().contains("/")
        && ((MGF1ParameterSpec) parameters.getMGFParameters())
            .getDigestAlgorithm()
            .equals(parameters.getDigestAlgorithm());
  }
}
