// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.ParameterSet;
import java.io.IOException;
import java.security.PublicKey;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** The public halves of keys. */
final class PublicHalves {
  private PublicHalves() {}

  /** Of a key in a vault. */
  static PublicKey of(ManagedKey key) throws KeyOperationException {
    return key.publicKey()
        .orElseThrow(
            () ->
                new KeyOperationException(
                    Reason.UNSUPPORTED, "The public half of key " + key.id() + " is not known"));
  }

  /** What kind of key an encoded public half (X.509's SubjectPublicKeyInfo) is of. */
  static KeySpec spec(byte[] spki) throws KeyOperationException {
    try {
      AlgorithmIdentifier algorithm = SubjectPublicKeyInfo.getInstance(spki).getAlgorithm();
      if (PublicKeyFactory.createKey(spki) instanceof RSAKeyParameters rsa) {
        return KeySpec.rsa(rsa.getModulus().bitLength());
      }
      Optional<KeySpec> named =
          ParameterSet.ofName(algorithm.getAlgorithm().getId()).map(KeySpec::of);
      if (named.isPresent()) {
        return named.get();
      }
      return EcCurve.ofName(ASN1ObjectIdentifier.getInstance(algorithm.getParameters()).getId())
          .map(KeySpec::ec)
          .orElseThrow(PublicHalves::unknown);
    } catch (IOException | IllegalArgumentException e) {
      throw unknown();
    }
  }

  private static KeyOperationException unknown() {
    return new KeyOperationException(
        Reason.BAD_INPUT, "PublicKey is not a SubjectPublicKeyInfo of a known kind");
  }
}
