// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Derives;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.DecapsulateRequest;
import dev.holdfast.kms.api.DecapsulateResponse;
import dev.holdfast.kms.api.DeriveSharedSecretRequest;
import dev.holdfast.kms.api.DeriveSharedSecretResponse;
import dev.holdfast.kms.api.EncapsulateRequest;
import dev.holdfast.kms.api.EncapsulateResponse;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.policy.Operation;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Secrets that two sides share: by ECDH and by ML-KEM. They leave Holdfast, for that is what is
 * asked for; the keys do not.
 */
final class AgreeOperations {
  private static final List<String> AGREEMENTS = List.of("ECDH");
  private static final List<String> ENCAPSULATIONS = List.of("ML_KEM");
  private static final int LONGEST_PUBLIC_KEY = 8192;

  /** Bytes of a ciphertext of each parameter set, FIPS 203 section 8. */
  private static final Map<ParameterSet, Integer> CIPHERTEXTS =
      Map.of(
          ParameterSet.ML_KEM_512, 768,
          ParameterSet.ML_KEM_768, 1088,
          ParameterSet.ML_KEM_1024, 1568);

  private final Desk desk;

  AgreeOperations(Desk desk) {
    this.desk = desk;
  }

  DeriveSharedSecretResponse deriveSharedSecret(DeriveSharedSecretRequest request)
      throws KeyOperationException {
    String algorithm =
        Checks.word(request.keyAgreementAlgorithm(), "keyAgreementAlgorithm", AGREEMENTS);
    byte[] spki = Checks.bytes(request.publicKey(), "publicKey", 1, LONGEST_PUBLIC_KEY);
    ManagedKey key = desk.admit(request.keyId(), Operation.DERIVE_SHARED_SECRET);
    SignOperations.requireAlgorithm(key, KeyUsage.KEY_AGREEMENT, algorithm);
    DerivationScheme scheme = new DerivationScheme.Ecdh(peer(key, spki));
    Checks.endDryRun(request.dryRun());
    byte[] secret = desk.gate().derive(key, scheme);
    try {
      return new DeriveSharedSecretResponse(
          desk.arn(key), Blob.of(secret), algorithm, Descriptions.ORIGIN);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  /** The other side's key, if it is a point of the key's own curve. */
  private static PublicKey peer(ManagedKey key, byte[] spki) throws KeyOperationException {
    EcCurve curve = key.spec().curve().orElseThrow();
    try {
      ASN1ObjectIdentifier named =
          ASN1ObjectIdentifier.getInstance(
              SubjectPublicKeyInfo.getInstance(spki).getAlgorithm().getParameters());
      // Reading it with Bouncy Castle checks that it is a point of the curve and not its neutral
      // element.
      var unused = PublicKeyFactory.createKey(spki);
      PublicKey peer = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(spki));
      if (peer instanceof ECPublicKey && named.getId().equals(curve.oid())) {
        return peer;
      }
    } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
      throw Refusals.invalid("PublicKey is not a valid SubjectPublicKeyInfo of a point");
    }
    throw Refusals.invalid("PublicKey is not on the curve of key spec " + key.spec());
  }

  EncapsulateResponse encapsulate(EncapsulateRequest request) throws KeyOperationException {
    String algorithm =
        Checks.word(request.encapsulationAlgorithm(), "encapsulationAlgorithm", ENCAPSULATIONS);
    ManagedKey key = desk.admit(request.keyId(), Operation.ENCAPSULATE);
    SignOperations.requireAlgorithm(key, KeyUsage.ENCAPSULATE_DECAPSULATE, algorithm);
    Checks.endDryRun(request.dryRun());
    return desk.gate()
        .pass(
            key,
            Operation.ENCAPSULATE,
            new DerivationScheme.MlKem(new byte[0]),
            key.spec().type(),
            standing -> encapsulate(key, algorithm));
  }

  private EncapsulateResponse encapsulate(ManagedKey key, String algorithm)
      throws KeyOperationException {
    SecretWithEncapsulation made;
    try {
      made =
          new MLKEMGenerator(new SecureRandom())
              .generateEncapsulated(
                  (MLKEMPublicKeyParameters)
                      PublicKeyFactory.createKey(PublicHalves.of(key).getEncoded()));
    } catch (IOException e) {
      throw new KeyOperationException(Reason.INTERNAL, "A public key that cannot be read", e);
    }
    byte[] secret = made.getSecret();
    try {
      return new EncapsulateResponse(
          desk.arn(key), Blob.of(secret), Blob.of(made.getEncapsulation()), algorithm);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  DecapsulateResponse decapsulate(DecapsulateRequest request) throws KeyOperationException {
    String algorithm =
        Checks.word(request.encapsulationAlgorithm(), "encapsulationAlgorithm", ENCAPSULATIONS);
    byte[] ciphertext =
        Checks.bytes(
            request.sharedSecretCiphertextBlob(),
            "sharedSecretCiphertextBlob",
            1,
            Checks.CIPHERTEXT);
    ManagedKey key = desk.admit(request.keyId(), Operation.DECAPSULATE);
    SignOperations.requireAlgorithm(key, KeyUsage.ENCAPSULATE_DECAPSULATE, algorithm);
    if (ciphertext.length != CIPHERTEXTS.get(key.spec().parameterSet().orElseThrow())) {
      throw new KeyOperationException(Reason.BAD_TAG, "Not a ciphertext of " + key.spec());
    }
    Checks.endDryRun(request.dryRun());
    DerivationScheme scheme = new DerivationScheme.MlKem(ciphertext);
    byte[] secret =
        desk.gate()
            .pass(
                key,
                Operation.DECAPSULATE,
                scheme,
                key.spec().type(),
                standing ->
                    Gate.capability(standing, Derives.class, scheme)
                        .derive(standing.handle(), scheme));
    try {
      return new DecapsulateResponse(desk.arn(key), Blob.of(secret), algorithm);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
