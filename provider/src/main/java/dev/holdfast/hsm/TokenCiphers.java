// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Ckf.CKF_DECRYPT;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Ckr;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.rsa.RsaPadding;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.crypto.InvalidCipherTextException;

/**
 * What keys on a token encrypt and decrypt: one Init and one final call, or parts where the token
 * finds the message too long for that. RSA paddings that a token lacks are taken off here.
 */
final class TokenCiphers {
  /** What every token takes in one call. */
  private static final int SMALL = 4096;

  private static final Set<Long> TOO_LONG =
      Set.of(
          Ckr.CKR_DATA_LEN_RANGE,
          Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE,
          Ckr.CKR_DEVICE_MEMORY,
          Ckr.CKR_HOST_MEMORY);

  private final TokenConnection connection;
  private final TokenObjects objects;
  private final PrivateKeyCalls calls;
  private final RawRsaOnToken rawRsa;

  TokenCiphers(TokenConnection connection, TokenObjects objects) {
    this.connection = connection;
    this.objects = objects;
    this.calls = new PrivateKeyCalls(connection, objects);
    this.rawRsa = new RawRsaOnToken(connection, calls);
  }

  byte[] encrypt(TokenKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    requireOffered(key, scheme);
    if (scheme instanceof CipherScheme.AesKeyWrap wrap) {
      return objects.use(
          key, (session, handle) -> TokenKeyWrap.wrap(session, handle, wrap, in, offset, length));
    }
    if (CipherMechanisms.type(scheme).isEmpty()) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED, connection.where(key) + " does not encrypt with " + scheme);
    }
    byte[] tail = CipherMechanisms.tail(scheme);
    byte[] out = new byte[length + tail.length + CipherMechanisms.tagLength(scheme)];
    Mechanism mechanism = CipherMechanisms.of(scheme, length);
    try {
      return whole(
          out,
          objects.attempt(
              key,
              (session, handle) ->
                  session.encrypt(mechanism, handle, in, offset, length, tail, out, 0)));
    } catch (Pkcs11Exception e) {
      if (!isTooLong(e, length)) {
        throw connection.failure(e, key);
      }
      return whole(out, encryptInParts(key, mechanism, joined(in, offset, length, tail), out));
    }
  }

  private int encryptInParts(TokenKey key, Mechanism mechanism, byte[] in, byte[] out)
      throws KeyOperationException {
    try {
      return objects.use(
          key,
          (session, handle) -> session.encryptInParts(mechanism, handle, in, 0, in.length, out));
    } finally {
      Arrays.fill(in, (byte) 0);
    }
  }

  private static byte[] joined(byte[] in, int offset, int length, byte[] tail) {
    byte[] joined = new byte[length + tail.length];
    System.arraycopy(in, offset, joined, 0, length);
    System.arraycopy(tail, 0, joined, length, tail.length);
    return joined;
  }

  byte[] decrypt(TokenKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    requireOffered(key, scheme);
    if (scheme.keyType() == key.spec().type() && scheme.keyType().isAsymmetric()) {
      return decryptRsa(key, scheme, Arrays.copyOfRange(in, offset, offset + length));
    }
    if (scheme instanceof CipherScheme.AesKeyWrap wrap) {
      return unwrap(key, wrap, in, offset, length);
    }
    int tag = CipherMechanisms.tagLength(scheme);
    if (length < tag) {
      throw new KeyOperationException(
          Reason.BAD_TAG, "The ciphertext is shorter than its tag of " + tag + " bytes");
    }
    byte[] out = new byte[length - tag];
    Mechanism mechanism = CipherMechanisms.of(scheme, out.length);
    try {
      return whole(
          out,
          objects.attempt(
              key,
              (session, handle) -> session.decrypt(mechanism, handle, in, offset, length, out, 0)));
    } catch (Pkcs11Exception e) {
      if (!isTooLong(e, length)) {
        throw failure(e, key, tag > 0);
      }
    }
    try {
      return whole(
          out,
          objects.attempt(
              key,
              (session, handle) ->
                  session.decryptInParts(mechanism, handle, in, offset, length, out)));
    } catch (Pkcs11Exception e) {
      Arrays.fill(out, (byte) 0);
      throw failure(e, key, tag > 0);
    }
  }

  private void requireOffered(TokenKey key, CipherScheme scheme) throws KeyOperationException {
    if (!connection.capabilities().supports(scheme)) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED, connection.where(key) + ": the token does not offer " + scheme);
    }
  }

  private static boolean isTooLong(Pkcs11Exception e, int length) {
    return length > SMALL && TOO_LONG.contains(e.rv());
  }

  private KeyOperationException failure(Pkcs11Exception e, TokenKey key, boolean authenticated)
      throws KeyOperationException {
    if (authenticated && isWrong(e, connection.capabilities().quirks().badTag())) {
      return new KeyOperationException(Reason.BAD_TAG, "The ciphertext is not authentic");
    }
    return connection.failure(e, key);
  }

  private static boolean isWrong(Pkcs11Exception e, Set<Long> answers) {
    return answers.contains(e.rv())
        && e.function().startsWith("C_Decrypt")
        && !e.function().endsWith("Init");
  }

  private static byte[] whole(byte[] out, int written) {
    return written == out.length ? out : Arrays.copyOf(out, written);
  }

  private byte[] unwrap(
      TokenKey key, CipherScheme.AesKeyWrap wrap, byte[] in, int offset, int length)
      throws KeyOperationException {
    Optional<byte[]> result =
        objects.use(key, (session, handle) -> unwrap(session, handle, wrap, in, offset, length));
    return result.orElseThrow(
        () -> new KeyOperationException(Reason.BAD_TAG, "The wrapped data is not authentic"));
  }

  private static Optional<byte[]> unwrap(
      Session session, long handle, CipherScheme.AesKeyWrap wrap, byte[] in, int offset, int length)
      throws Pkcs11Exception {
    try {
      return Optional.of(TokenKeyWrap.unwrap(session, handle, wrap, in, offset, length));
    } catch (InvalidCipherTextException e) {
      return Optional.empty();
    }
  }

  private byte[] decryptRsa(TokenKey key, CipherScheme scheme, byte[] block)
      throws KeyOperationException {
    if (block.length != key.spec().bits() / 8) {
      throw new KeyOperationException(
          Reason.BAD_INPUT,
          "RSA ciphertext must have " + key.spec().bits() / 8 + " bytes, not " + block.length);
    }
    if (scheme instanceof CipherScheme.RsaRaw) {
      return rawRsa.decrypt(key, block);
    }
    if (scheme instanceof CipherScheme.RsaOaep oaep) {
      return decryptOaep(key, oaep, block);
    }
    // Here rather than there: a token may answer a wrong padding with bytes of its own making.
    return connection.capabilities().has(Ckm.CKM_RSA_X_509, CKF_DECRYPT)
        ? RsaPadding.decryptPkcs1(
            raw -> rawRsa.decrypt(key, raw), rawRsa.modulus(key), block, 0, block.length)
        : unpadded(key, Mechanism.of(Ckm.CKM_RSA_PKCS), block)
            .orElseThrow(
                () ->
                    new KeyOperationException(
                        Reason.UNSUPPORTED, connection.where(key) + " does not take CKM_RSA_PKCS"));
  }

  private byte[] decryptOaep(TokenKey key, CipherScheme.RsaOaep oaep, byte[] block)
      throws KeyOperationException {
    if (connection.capabilities().decryptsOaep(oaep)) {
      Optional<byte[]> result = unpadded(key, Mechanisms.oaep(oaep), block);
      if (result.isPresent()) {
        return result.get();
      }
      connection.capabilities().answers().distrust(oaep, "the token refuses the parameters");
    }
    return RsaPadding.decryptOaep(
        raw -> rawRsa.decrypt(key, raw), rawRsa.modulus(key), oaep, block, 0, block.length);
  }

  /**
   * A decryption whose padding the token takes off. What it answers to one that is wrong becomes
   * one reason and one sentence, without the token's words, which could tell kinds of wrong apart.
   *
   * @return empty if the token does not take the mechanism with these parameters
   */
  private Optional<byte[]> unpadded(TokenKey key, Mechanism mechanism, byte[] block)
      throws KeyOperationException {
    try {
      return Optional.of(calls.decrypt(key, mechanism, block));
    } catch (Pkcs11Exception e) {
      if (isWrong(e, connection.capabilities().quirks().badPadding())) {
        throw new KeyOperationException(Reason.BAD_PADDING, "The RSA padding is wrong");
      }
      if (CkrTable.isRefusedMechanism(e)) {
        return Optional.empty();
      }
      throw connection.failure(e, key);
    }
  }
}
