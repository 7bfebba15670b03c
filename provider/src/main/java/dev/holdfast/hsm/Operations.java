// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.pkcs11.Cka;
import dev.holdfast.pkcs11.Ckf;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.rsa.Digests;
import dev.holdfast.rsa.RsaPadding;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * What keys compute. A padding that the token lacks, or does not do rightly, is put on or taken off
 * here around its raw RSA.
 */
final class Operations {
  /** More than this goes to the token in parts, through a buffer that stays small. */
  private static final int CHUNK = 64 * 1024;

  private final TokenConnection connection;
  private final TokenObjects objects;

  Operations(TokenConnection connection, TokenObjects objects) {
    this.connection = connection;
    this.objects = objects;
  }

  byte[] sign(TokenKey key, SignScheme scheme, byte[] input) throws KeyOperationException {
    require(key, scheme.keyType(), scheme);
    return switch (scheme.kind()) {
      case RSA_PKCS1 -> signPkcs1(key, scheme, input);
      case RSA_PSS -> signPss(key, scheme, input);
      case ECDSA -> signEcdsa(key, input);
    };
  }

  private byte[] signPkcs1(TokenKey key, SignScheme scheme, byte[] input)
      throws KeyOperationException {
    byte[] encoded = digestInfo(key, scheme, input);
    byte[] block = Mechanisms.pkcs1Block(encoded, key.spec().bits() / 8);
    if (block == null) {
      throw refused(key, Reason.BAD_INPUT, "the key is too short for " + encoded.length + " bytes");
    }
    return connection.capabilities().has(Ckm.CKM_RSA_PKCS, Ckf.CKF_SIGN)
        ? sign(key, Mechanism.of(Ckm.CKM_RSA_PKCS), encoded)
        : sign(key, Mechanism.of(Ckm.CKM_RSA_X_509), block);
  }

  private byte[] digestInfo(TokenKey key, SignScheme scheme, byte[] input)
      throws KeyOperationException {
    try {
      return scheme.digest().map(digest -> Digests.digestInfo(digest, input)).orElse(input);
    } catch (IllegalArgumentException e) {
      throw refused(key, Reason.BAD_INPUT, e.getMessage());
    }
  }

  private byte[] signPss(TokenKey key, SignScheme scheme, byte[] digest)
      throws KeyOperationException {
    if (digest.length != scheme.digest().orElseThrow().length()) {
      throw refused(key, Reason.BAD_INPUT, digest.length + " bytes are no digest of " + scheme);
    }
    if (connection.capabilities().signsPss(scheme)) {
      Optional<byte[]> signature = signNatively(key, Mechanisms.pss(scheme), digest);
      if (signature.isPresent()) {
        return signature.get();
      }
    }
    return RsaPadding.signPss(
        block -> sign(key, Mechanism.of(Ckm.CKM_RSA_X_509), block), modulus(key), scheme, digest);
  }

  /** Empty where the token refuses these parameters, whatever its mechanism list says. */
  private Optional<byte[]> signNatively(TokenKey key, Mechanism mechanism, byte[] input)
      throws KeyOperationException {
    try {
      return Optional.of(
          objects.attempt(key, (session, handle) -> session.sign(mechanism, handle, input)));
    } catch (Pkcs11Exception e) {
      if (CkrTable.isRefusedMechanism(e)) {
        return Optional.empty();
      }
      throw connection.failure(e, key);
    }
  }

  private byte[] signEcdsa(TokenKey key, byte[] digest) throws KeyOperationException {
    byte[] input = Mechanisms.ecdsaInput(key.spec().curve().orElseThrow(), digest);
    return Mechanisms.ecdsaDer(sign(key, Mechanism.of(Ckm.CKM_ECDSA), input));
  }

  private byte[] sign(TokenKey key, Mechanism mechanism, byte[] input)
      throws KeyOperationException {
    return objects.use(key, (session, handle) -> session.sign(mechanism, handle, input));
  }

  byte[] encrypt(TokenKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    CipherScheme.AesGcm gcm = gcm(key, scheme);
    Mechanism mechanism = Mechanisms.gcm(gcm);
    byte[] out = new byte[Math.addExact(length, gcm.tagBits() / 8)];
    int written =
        objects.use(
            key,
            (session, handle) -> session.encrypt(mechanism, handle, in, offset, length, out, 0));
    return written == out.length ? out : Arrays.copyOf(out, written);
  }

  byte[] decrypt(TokenKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (scheme instanceof CipherScheme.RsaOaep oaep) {
      require(key, KeyType.RSA, scheme);
      return decryptOaep(key, oaep, in, offset, length);
    }
    CipherScheme.AesGcm gcm = gcm(key, scheme);
    Set<Long> badTag = connection.capabilities().quirks().badTag();
    if (length < gcm.tagBits() / 8) {
      throw badTag();
    }
    return decrypt(key, Mechanisms.gcm(gcm), in, offset, length, badTag)
        .orElseThrow(Operations::badTag);
  }

  private CipherScheme.AesGcm gcm(TokenKey key, CipherScheme scheme) throws KeyOperationException {
    if (!(scheme instanceof CipherScheme.AesGcm gcm)) {
      throw refused(key, Reason.WRONG_KEY, scheme + " does not go with this key");
    }
    require(key, KeyType.AES, scheme);
    if (gcm.iv().length == 0) {
      throw refused(key, Reason.BAD_INPUT, "AES-GCM needs an IV of a byte at least");
    }
    return gcm;
  }

  private static KeyOperationException badTag() {
    return new KeyOperationException(Reason.BAD_TAG, "The ciphertext is not authentic");
  }

  private byte[] decryptOaep(
      TokenKey key, CipherScheme.RsaOaep oaep, byte[] in, int offset, int length)
      throws KeyOperationException {
    BigInteger modulus = modulus(key);
    int modulusLength = key.spec().bits() / 8;
    if (length != modulusLength) {
      throw refused(
          key,
          Reason.BAD_INPUT,
          "RSA ciphertext must have " + modulusLength + " bytes, not " + length);
    }
    if (new BigInteger(1, in, offset, length).compareTo(modulus) >= 0) {
      throw refused(key, Reason.BAD_INPUT, "the RSA input is not smaller than the modulus");
    }
    Capabilities capabilities = connection.capabilities();
    if (capabilities.decryptsOaep(oaep)) {
      try {
        return decryptAttempt(
                key, Mechanisms.oaep(oaep), in, offset, length, capabilities.quirks().badPadding())
            .orElseThrow(
                () -> new KeyOperationException(Reason.BAD_PADDING, "OAEP padding is wrong"));
      } catch (Pkcs11Exception e) {
        if (!CkrTable.isRefusedMechanism(e)) {
          throw connection.failure(e, key);
        }
      }
    }
    return RsaPadding.decryptOaep(
        block -> rawDecrypt(key, block), modulus, oaep, in, offset, length);
  }

  /** Some tokens leave leading zeros away. */
  private byte[] rawDecrypt(TokenKey key, byte[] block) throws KeyOperationException {
    Mechanism mechanism = Mechanism.of(Ckm.CKM_RSA_X_509);
    byte[] plain = objects.use(key, (session, handle) -> session.decrypt(mechanism, handle, block));
    byte[] whole = new byte[block.length];
    System.arraycopy(plain, 0, whole, whole.length - plain.length, plain.length);
    Arrays.fill(plain, (byte) 0);
    return whole;
  }

  private Optional<byte[]> decrypt(
      TokenKey key, Mechanism mechanism, byte[] in, int offset, int length, Set<Long> wrong)
      throws KeyOperationException {
    try {
      return decryptAttempt(key, mechanism, in, offset, length, wrong);
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    }
  }

  /**
   * Decrypts.
   *
   * @param wrong what the token answers where the ciphertext is wrong; the result is then empty
   */
  private Optional<byte[]> decryptAttempt(
      TokenKey key, Mechanism mechanism, byte[] in, int offset, int length, Set<Long> wrong)
      throws KeyOperationException, Pkcs11Exception {
    // As long as the ciphertext: less is "too small" for some tokens until the last step is done.
    byte[] out = new byte[length];
    try {
      return objects.attempt(
          key,
          (session, handle) -> {
            try {
              int written = session.decrypt(mechanism, handle, in, offset, length, out, 0);
              return Optional.of(Arrays.copyOf(out, written));
            } catch (Pkcs11Exception e) {
              if (!isWrongCiphertext(e, wrong, session, handle)) {
                throw e;
              }
              return Optional.empty();
            }
          });
    } finally {
      Arrays.fill(out, (byte) 0);
    }
  }

  /**
   * Whether an answer means the ciphertext. Where the token says CKR_GENERAL_ERROR for that, it
   * must still be able to show the key through the same session, else it was a failure indeed; and
   * the answer is kept from the pool, which would give the session up for it.
   */
  private static boolean isWrongCiphertext(
      Pkcs11Exception e, Set<Long> wrong, Session session, long handle) throws Pkcs11Exception {
    if (!wrong.contains(e.rv()) || !e.function().equals("C_Decrypt")) {
      return false;
    }
    return session.getAttributes(handle, Cka.CKA_KEY_TYPE).ulong(Cka.CKA_KEY_TYPE).isPresent();
  }

  byte[] mac(TokenKey key, MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    require(key, KeyType.HMAC, scheme);
    Mechanism mechanism = Mechanism.of(Mechanisms.hmac(scheme.digest()));
    if (length <= CHUNK) {
      return objects.use(
          key,
          (session, handle) ->
              session.sign(mechanism, handle, in, offset, length, scheme.length()));
    }
    return objects.use(
        key,
        (session, handle) -> {
          session.signInit(mechanism, handle);
          for (int done = 0; done < length; done += CHUNK) {
            session.signUpdate(in, offset + done, Math.min(CHUNK, length - done));
          }
          return session.signFinal(scheme.length());
        });
  }

  private BigInteger modulus(TokenKey key) throws KeyOperationException {
    if (key.publicKey().isPresent() && key.publicKey().get() instanceof RSAPublicKey rsa) {
      return rsa.getModulus();
    }
    return objects
        .use(
            key,
            (session, handle) -> PublicKeys.modulus(session.getAttributes(handle, Cka.CKA_MODULUS)))
        .orElseThrow(
            () -> refused(key, Reason.UNSUPPORTED, "the token does not show the key's modulus"));
  }

  private void require(TokenKey key, KeyType type, Algorithm scheme) throws KeyOperationException {
    if (key.spec().type() != type) {
      throw refused(
          key, Reason.WRONG_KEY, scheme + " does not go with a key of spec " + key.spec());
    }
  }

  private KeyOperationException refused(TokenKey key, Reason reason, String why) {
    return new KeyOperationException(reason, connection.where(key) + ": " + why);
  }
}
