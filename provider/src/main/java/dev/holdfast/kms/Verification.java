// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.SignScheme;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.crypto.Signer;
import org.bouncycastle.crypto.digests.NullDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA384Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.engines.RSABlindedEngine;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.signers.Ed25519phSigner;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.bouncycastle.crypto.signers.PSSSigner;
import org.bouncycastle.crypto.signers.RSADigestSigner;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Verifies signatures with public keys, which needs no backend. By Bouncy Castle, the same on every
 * JDK: it has the curves and the algorithms that some lack, and takes digests as they are.
 */
final class Verification {
  private Verification() {}

  /**
   * Whether a signature is the key's.
   *
   * @param input what the key signed, as {@link SignScheme} says
   */
  static boolean verifies(PublicKey key, SignScheme scheme, byte[] input, byte[] signature)
      throws KeyOperationException {
    AsymmetricKeyParameter parameters = parameters(key);
    if (scheme.kind() == SignScheme.Kind.ECDSA) {
      return ecdsa((ECPublicKeyParameters) parameters, input, signature);
    }
    if (scheme.kind() == SignScheme.Kind.ML_DSA_MU) {
      MLDSASigner signer = new MLDSASigner();
      signer.init(false, parameters);
      return signer.verifyMuSignature(input, signature);
    }
    Signer signer = signer(scheme);
    signer.init(false, parameters);
    signer.update(input, 0, input.length);
    return signer.verifySignature(signature);
  }

  private static AsymmetricKeyParameter parameters(PublicKey key) throws KeyOperationException {
    try {
      return PublicKeyFactory.createKey(key.getEncoded());
    } catch (IOException e) {
      throw new KeyOperationException(Reason.INTERNAL, "A public key that cannot be read", e);
    }
  }

  private static Signer signer(SignScheme scheme) throws KeyOperationException {
    return switch (scheme.kind()) {
      case RSA_PKCS1 -> new RSADigestSigner(new NullDigest(), oid(scheme.digest().orElseThrow()));
      case RSA_PSS ->
          PSSSigner.createRawSigner(
              new RSABlindedEngine(),
              digest(scheme.digest().orElseThrow()),
              digest(scheme.mgfDigest().orElseThrow()),
              scheme.saltLength(),
              PSSSigner.TRAILER_IMPLICIT);
      case EDDSA ->
          scheme.isPrehash() ? new Ed25519phSigner(scheme.context()) : new Ed25519Signer();
      case ML_DSA -> new MLDSASigner();
      default ->
          throw new KeyOperationException(Reason.UNSUPPORTED, scheme + " is not verified here");
    };
  }

  private static boolean ecdsa(ECPublicKeyParameters key, byte[] digest, byte[] signature) {
    try {
      BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(key.getParameters().getN(), signature);
      ECDSASigner signer = new ECDSASigner();
      signer.init(false, key);
      return signer.verifySignature(digest, rs[0], rs[1]);
    } catch (IOException | IllegalArgumentException e) {
      // Not the DER of two numbers in range: no signature.
      return false;
    }
  }

  private static org.bouncycastle.crypto.Digest digest(Digest digest) {
    return switch (digest) {
      case SHA_384 -> new SHA384Digest();
      case SHA_512 -> new SHA512Digest();
      default -> SHA256Digest.newInstance();
    };
  }

  private static ASN1ObjectIdentifier oid(Digest digest) {
    return switch (digest) {
      case SHA_384 -> NISTObjectIdentifiers.id_sha384;
      case SHA_512 -> NISTObjectIdentifiers.id_sha512;
      default -> NISTObjectIdentifiers.id_sha256;
    };
  }
}
