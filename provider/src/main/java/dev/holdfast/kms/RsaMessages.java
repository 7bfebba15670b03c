// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Encrypts;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyType;
import dev.holdfast.policy.Operation;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/** Messages under RSA keys: RSAES-OAEP with one hash for label and mask, and no label. */
final class RsaMessages {
  private static final String PREFIX = "RSAES_OAEP_SHA_";

  private RsaMessages() {}

  private static Digest digest(String algorithm) {
    return algorithm.equals(PREFIX + "1") ? Digest.SHA_1 : Digest.SHA_256;
  }

  private static CipherScheme.RsaOaep scheme(String algorithm) {
    return new CipherScheme.RsaOaep(digest(algorithm), digest(algorithm), new byte[0]);
  }

  /** Refuses what does not fit into the padding (RFC 8017 section 7.1.1). */
  static void requireRoom(ManagedKey key, String algorithm, int length) {
    if (key.spec().type() != KeyType.RSA || !algorithm.startsWith(PREFIX)) {
      return;
    }
    int room = key.spec().bits() / 8 - 2 * digest(algorithm).length() - 2;
    if (length > room) {
      throw Refusals.invalid(
          "Algorithm "
              + algorithm
              + " and key spec "
              + key.spec()
              + " cannot encrypt data larger than "
              + room
              + " bytes.");
    }
  }

  /** Encrypts with the public half, which needs no backend. */
  static byte[] encrypt(
      Gate gate, ManagedKey key, Operation operation, String algorithm, byte[] plain)
      throws KeyOperationException {
    CipherScheme.RsaOaep scheme = scheme(algorithm);
    return gate.pass(
        key,
        operation,
        scheme,
        KeyType.RSA,
        standing -> encrypt(PublicHalves.of(key), scheme, plain));
  }

  private static byte[] encrypt(PublicKey key, CipherScheme.RsaOaep scheme, byte[] plain)
      throws KeyOperationException {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
      String name = scheme.digest().jcaName();
      cipher.init(
          Cipher.ENCRYPT_MODE,
          key,
          new OAEPParameterSpec(
              name, "MGF1", new MGF1ParameterSpec(name), PSource.PSpecified.DEFAULT));
      return cipher.doFinal(plain);
    } catch (GeneralSecurityException e) {
      throw new KeyOperationException(Reason.INTERNAL, "This JDK does not encrypt with RSA", e);
    }
  }

  static byte[] decrypt(
      Gate gate, ManagedKey key, Operation operation, String algorithm, byte[] sealed)
      throws KeyOperationException {
    CipherScheme.RsaOaep scheme = scheme(algorithm);
    try {
      return gate.pass(
          key,
          operation,
          scheme,
          KeyType.RSA,
          standing ->
              Gate.capability(standing, Encrypts.class, scheme)
                  .decrypt(standing.handle(), scheme, sealed, 0, sealed.length));
    } catch (KeyOperationException e) {
      if (e.reason() == Reason.BAD_INPUT) {
        // A ciphertext of another length, or larger than the modulus.
        throw new KeyOperationException(Reason.BAD_PADDING, "OAEP padding is wrong");
      }
      throw e;
    }
  }
}
