// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.ParameterSet;
import java.io.IOException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Map;
import org.bouncycastle.crypto.CryptoServicesRegistrar;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.MLKEMPublicKeyParameters;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/** A public key of ML-KEM (FIPS 203), whoever's object it is. Immutable. */
final class MlKemPublicKey {
  /** Bytes of every shared secret. */
  static final int SECRET_LENGTH = 32;

  private static final Map<ParameterSet, Integer> CIPHERTEXT_LENGTHS =
      Map.of(
          ParameterSet.ML_KEM_512, 768,
          ParameterSet.ML_KEM_768, 1088,
          ParameterSet.ML_KEM_1024, 1568);

  private final ParameterSet set;
  private final MLKEMPublicKeyParameters key;

  private MlKemPublicKey(ParameterSet set, MLKEMPublicKeyParameters key) {
    this.set = set;
    this.key = key;
  }

  /** A secret that was just made, and what tells it to the key's owner. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  record Encapsulated(byte[] secret, byte[] ciphertext) {}

  static int ciphertextLength(ParameterSet set) {
    return CIPHERTEXT_LENGTHS.get(set);
  }

  static MlKemPublicKey of(PublicKey key) throws InvalidKeyException {
    byte[] encoded = key == null ? null : key.getEncoded();
    if (encoded == null) {
      throw new InvalidKeyException("ML-KEM needs a public key that has an encoding");
    }
    try {
      AsymmetricKeyParameter read = PublicKeyFactory.createKey(encoded);
      if (read instanceof MLKEMPublicKeyParameters ours) {
        return new MlKemPublicKey(
            ParameterSet.ofName(ours.getParameters().getName()).orElseThrow(), ours);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new InvalidKeyException("The public key is no ML-KEM key", e);
    }
    throw new InvalidKeyException("ML-KEM does not go with a key for " + key.getAlgorithm());
  }

  ParameterSet set() {
    return set;
  }

  /**
   * Makes a secret for the key's owner (section 7.2).
   *
   * @param random null for the default
   */
  Encapsulated encapsulate(SecureRandom random) {
    SecretWithEncapsulation made =
        new MLKEMGenerator(random == null ? CryptoServicesRegistrar.getSecureRandom() : random)
            .generateEncapsulated(key);
    return new Encapsulated(made.getSecret(), made.getEncapsulation());
  }
}
