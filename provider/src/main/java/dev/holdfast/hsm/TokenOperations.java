// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Ckf.CKF_SIGN;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.rsa.Digests;
import dev.holdfast.rsa.RsaPadding;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Set;

/**
 * What keys on a token compute, each as one Init and one final call. Where a token lacks a padding,
 * it does the raw RSA operation and the padding is put on or taken off here.
 */
final class TokenOperations {
  /** More than this goes to a MAC in parts, so that a session's buffer stays small. */
  private static final int PART = 1 << 16;

  private final TokenConnection connection;
  private final TokenObjects objects;

  TokenOperations(TokenConnection connection, TokenObjects objects) {
    this.connection = connection;
    this.objects = objects;
  }

  byte[] sign(TokenKey key, SignScheme scheme, byte[] input) throws KeyOperationException {
    return switch (scheme.kind()) {
      case ECDSA -> signEcdsa(key, input);
      case RSA_PKCS1 -> signPkcs1(key, scheme, input);
      case RSA_PSS -> signPss(key, scheme, input);
      case EDDSA, ML_DSA, SLH_DSA ->
          throw new KeyOperationException(
              Reason.UNSUPPORTED, connection.where(key) + " does not sign with " + scheme);
    };
  }

  private byte[] signEcdsa(TokenKey key, byte[] digest) throws KeyOperationException {
    byte[] input = Mechanisms.ecdsaInput(key.spec().curve().orElseThrow(), digest);
    return Mechanisms.ecdsaDer(sign(key, Mechanism.of(Ckm.CKM_ECDSA), input));
  }

  private byte[] signPkcs1(TokenKey key, SignScheme scheme, byte[] input)
      throws KeyOperationException {
    byte[] encoded = input;
    if (scheme.digest().isPresent()) {
      encoded = Digests.digestInfo(scheme.digest().get(), input);
    }
    if (connection.capabilities().has(Ckm.CKM_RSA_PKCS, CKF_SIGN)) {
      return sign(key, Mechanism.of(Ckm.CKM_RSA_PKCS), encoded);
    }
    byte[] block = Mechanisms.pkcs1Block(encoded, key.spec().bits() / 8);
    if (block == null) {
      throw new KeyOperationException(
          Reason.BAD_INPUT, connection.where(key) + ": too short for " + scheme);
    }
    return rawSign(key, block);
  }

  private byte[] signPss(TokenKey key, SignScheme scheme, byte[] digest)
      throws KeyOperationException {
    if (connection.capabilities().signsPss(scheme)) {
      try {
        return attemptSign(key, Mechanisms.pss(scheme), digest);
      } catch (Pkcs11Exception e) {
        if (!CkrTable.isRefusedMechanism(e)) {
          throw connection.failure(e, key);
        }
      }
    }
    return RsaPadding.signPss(block -> rawSign(key, block), modulus(key), scheme, digest);
  }

  private byte[] sign(TokenKey key, Mechanism mechanism, byte[] input)
      throws KeyOperationException {
    try {
      return attemptSign(key, mechanism, input);
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    }
  }

  private byte[] attemptSign(TokenKey key, Mechanism mechanism, byte[] input)
      throws Pkcs11Exception, KeyOperationException {
    int size = key.spec().curve().map(c -> 2 * c.coordinateLength()).orElse(key.spec().bits() / 8);
    return objects.attempt(
        key, (session, handle) -> session.sign(mechanism, handle, input, 0, input.length, size));
  }

  private byte[] rawSign(TokenKey key, byte[] block) throws KeyOperationException {
    return whole(key, sign(key, Mechanism.of(Ckm.CKM_RSA_X_509), block));
  }

  private byte[] rawDecrypt(TokenKey key, byte[] block) throws KeyOperationException {
    return whole(
        key,
        objects.use(
            key,
            (session, handle) -> session.decrypt(Mechanism.of(Ckm.CKM_RSA_X_509), handle, block)));
  }

  /** A raw result as long as the modulus; some tokens leave out leading zeros. */
  private static byte[] whole(TokenKey key, byte[] result) {
    int length = key.spec().bits() / 8;
    if (result.length == length) {
      return result;
    }
    byte[] padded = new byte[length];
    System.arraycopy(result, 0, padded, length - result.length, result.length);
    return padded;
  }

  private BigInteger modulus(TokenKey key) throws KeyOperationException {
    return key.publicKey()
        .filter(RSAPublicKey.class::isInstance)
        .map(publicKey -> ((RSAPublicKey) publicKey).getModulus())
        .orElseThrow(
            () ->
                new KeyOperationException(
                    Reason.WRONG_KEY,
                    connection.where(key) + ": the token does not show the key's modulus"));
  }

  byte[] encrypt(TokenKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (!(scheme instanceof CipherScheme.AesGcm gcm)) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED, connection.where(key) + " does not encrypt with " + scheme);
    }
    byte[] out = new byte[length + gcm.tagBits() / 8];
    int written =
        objects.use(
            key,
            (session, handle) ->
                session.encrypt(Mechanisms.gcm(gcm), handle, in, offset, length, out, 0));
    return written == out.length ? out : Arrays.copyOf(out, written);
  }

  byte[] decrypt(TokenKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (scheme instanceof CipherScheme.AesGcm gcm) {
      return decryptGcm(key, gcm, in, offset, length);
    }
    return decryptOaep(key, (CipherScheme.RsaOaep) scheme, in, offset, length);
  }

  private byte[] decryptGcm(
      TokenKey key, CipherScheme.AesGcm gcm, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (length < gcm.tagBits() / 8) {
      throw new KeyOperationException(
          Reason.BAD_TAG, "The ciphertext is shorter than its tag of " + gcm.tagBits() + " bits");
    }
    byte[] out = new byte[length - gcm.tagBits() / 8];
    int written =
        decrypting(
            key,
            connection.capabilities().quirks().badTag(),
            Reason.BAD_TAG,
            "The ciphertext is not authentic",
            (session, handle) ->
                session.decrypt(Mechanisms.gcm(gcm), handle, in, offset, length, out, 0));
    return written == out.length ? out : Arrays.copyOf(out, written);
  }

  private byte[] decryptOaep(
      TokenKey key, CipherScheme.RsaOaep oaep, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (length != key.spec().bits() / 8) {
      throw new KeyOperationException(
          Reason.BAD_INPUT,
          "RSA ciphertext must have " + key.spec().bits() / 8 + " bytes, not " + length);
    }
    if (connection.capabilities().decryptsOaep(oaep)) {
      byte[] block = Arrays.copyOfRange(in, offset, offset + length);
      return decrypting(
          key,
          connection.capabilities().quirks().badPadding(),
          Reason.BAD_PADDING,
          "OAEP padding is wrong",
          (session, handle) -> session.decrypt(Mechanisms.oaep(oaep), handle, block));
    }
    return RsaPadding.decryptOaep(
        block -> rawDecrypt(key, block), modulus(key), oaep, in, offset, length);
  }

  /**
   * Runs a decryption; what the token answers to a ciphertext that is not the key's becomes one
   * reason and one sentence, without the token's words, which could tell kinds of wrong apart.
   */
  private <T> T decrypting(
      TokenKey key, Set<Long> wrong, Reason reason, String sentence, TokenObjects.KeyCall<T> call)
      throws KeyOperationException {
    try {
      return objects.attempt(key, call);
    } catch (Pkcs11Exception e) {
      if (wrong.contains(e.rv()) && e.function().equals("C_Decrypt")) {
        throw new KeyOperationException(reason, sentence);
      }
      throw connection.failure(e, key);
    }
  }

  byte[] mac(TokenKey key, MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    Mechanism mechanism = Mechanism.of(Mechanisms.hmac(scheme.digest()));
    return objects.use(
        key,
        (session, handle) ->
            length <= PART
                ? session.sign(mechanism, handle, in, offset, length, scheme.length())
                : inParts(session, mechanism, handle, in, offset, length, scheme.length()));
  }

  private static byte[] inParts(
      Session session,
      Mechanism mechanism,
      long handle,
      byte[] in,
      int offset,
      int length,
      int macLength)
      throws Pkcs11Exception {
    session.signInit(mechanism, handle);
    for (int done = 0; done < length; done += PART) {
      session.signUpdate(in, offset + done, Math.min(PART, length - done));
    }
    return session.signFinal(macLength);
  }
}
