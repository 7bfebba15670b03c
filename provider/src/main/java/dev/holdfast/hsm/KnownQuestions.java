// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Asks a token what software knows the answer to. Whether it was right is empty where nothing can
 * be said.
 */
final class KnownQuestions {
  private static final int PROBE_LENGTH = 32;

  /**
   * Failures that are an answer: the token has looked at the question. Every other one, a device
   * that is busy or an error without a name, is passed on and says nothing of the mechanism.
   */
  private static final Set<Reason> ANSWERS =
      Set.of(Reason.UNSUPPORTED, Reason.BAD_INPUT, Reason.BAD_PADDING, Reason.BAD_TAG);

  private final TokenConnection connection;
  private final TokenObjects objects;
  private final TokenOperations operations;
  private final TokenCiphers ciphers;
  private final KeyDeriving deriving;
  private final KeyMaking making;
  private final SecureRandom random = new SecureRandom();

  KnownQuestions(
      TokenConnection connection,
      TokenObjects objects,
      TokenOperations operations,
      TokenCiphers ciphers,
      KeyDeriving deriving,
      KeyMaking making) {
    this.connection = connection;
    this.objects = objects;
    this.operations = operations;
    this.ciphers = ciphers;
    this.deriving = deriving;
    this.making = making;
  }

  /** Whether a failure is one. */
  static boolean isAnswer(KeyOperationException e) {
    return ANSWERS.contains(e.reason());
  }

  /**
   * Whether a pair of the token's computes as software does, with the other half or another pair.
   */
  Optional<Boolean> tryPair(TokenKey pair, Algorithm scheme) throws KeyOperationException {
    if (scheme instanceof SignScheme sign) {
      return signs(pair, sign);
    }
    return scheme instanceof DerivationScheme
        ? agrees(pair)
        : decrypts(pair, (CipherScheme) scheme);
  }

  /** Whether the public half verifies what the private one signs. */
  private Optional<Boolean> signs(TokenKey pair, SignScheme scheme) throws KeyOperationException {
    byte[] input = new byte[scheme.digest().map(Digest::length).orElse(PROBE_LENGTH)];
    random.nextBytes(input);
    boolean hashed = connection.capabilities().wantsMessage(scheme);
    byte[] signature =
        hashed
            ? operations.signMessage(pair, scheme, input, 0, input.length)
            : operations.sign(pair, scheme, input);
    byte[] signed = hashed ? SoftwareAnswers.digest(scheme, input, 0, input.length) : input;
    return SoftwareAnswers.verifies(pair.publicKey().orElseThrow(), scheme, signed, signature);
  }

  /** Whether the pair agrees with one of ours on what ours agrees with it. */
  private Optional<Boolean> agrees(TokenKey pair) throws KeyOperationException {
    SoftwareAnswers.Agreed agreed = SoftwareAnswers.agreed(pair.publicKey().orElseThrow());
    return Optional.of(Arrays.equals(agreed.secret(), deriving.derive(pair, agreed.scheme())));
  }

  /** Whether a message of ours comes back, and one with another label does not. */
  private Optional<Boolean> decrypts(TokenKey pair, CipherScheme scheme)
      throws KeyOperationException {
    byte[] message = new byte[PROBE_LENGTH / 2];
    random.nextBytes(message);
    Optional<byte[]> sealed =
        SoftwareAnswers.encrypted(pair.publicKey().orElseThrow(), scheme, message);
    if (sealed.isEmpty()) {
      return Optional.empty();
    }
    byte[] opened;
    try {
      opened = decrypt(pair, scheme, sealed.get());
    } catch (KeyOperationException e) {
      if (!isAnswer(e)) {
        throw e;
      }
      return Optional.of(false);
    }
    return Optional.of(Arrays.equals(message, opened) && heedsLabel(pair, scheme, sealed.get()));
  }

  private boolean heedsLabel(TokenKey pair, CipherScheme scheme, byte[] sealed)
      throws KeyOperationException {
    if (!(scheme instanceof CipherScheme.RsaOaep oaep) || oaep.label().length == 0) {
      return true;
    }
    byte[] other = oaep.label().clone();
    other[0] ^= 1;
    try {
      decrypt(pair, new CipherScheme.RsaOaep(oaep.digest(), oaep.mgfDigest(), other), sealed);
      return false;
    } catch (KeyOperationException e) {
      if (e.reason() != Reason.BAD_PADDING) {
        throw e;
      }
      return true;
    }
  }

  private byte[] decrypt(TokenKey key, CipherScheme scheme, byte[] sealed)
      throws KeyOperationException {
    return ciphers.decrypt(key, scheme, sealed, 0, sealed.length);
  }

  /** Whether the token computes as software does with a secret key that is known here. */
  Optional<Boolean> withKnownKey(KeySpec spec, Algorithm scheme) throws KeyOperationException {
    byte[] value = new byte[spec.bits() / 8];
    random.nextBytes(value);
    byte[] message = new byte[PROBE_LENGTH];
    random.nextBytes(message);
    try {
      Optional<byte[]> expected =
          scheme instanceof MacScheme mac
              ? SoftwareAnswers.mac(value, mac, message)
              : SoftwareAnswers.encrypted(value, (CipherScheme) scheme, message);
      // AWS's symmetric key encrypts by itself only where it is stored as one that may.
      KeySpec held = connection.capabilities().attributesOf(spec);
      Optional<TokenKey> known = expected.isEmpty() ? Optional.empty() : takeIn(held, value);
      if (known.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(answersLike(known.get(), scheme, message, expected.get()));
      } finally {
        objects.destroy(known.get());
      }
    } finally {
      Arrays.fill(value, (byte) 0);
    }
  }

  private boolean answersLike(TokenKey key, Algorithm scheme, byte[] message, byte[] expected)
      throws KeyOperationException {
    if (scheme instanceof MacScheme mac) {
      return Arrays.equals(expected, operations.mac(key, mac, message, 0, message.length));
    }
    CipherScheme cipher = (CipherScheme) scheme;
    byte[] sealed = ciphers.encrypt(key, cipher, message, 0, message.length);
    return Arrays.equals(expected, sealed)
        && Arrays.equals(message, ciphers.decrypt(key, cipher, expected, 0, expected.length));
  }

  /** Empty where the token takes in no keys. */
  private Optional<TokenKey> takeIn(KeySpec spec, byte[] value) throws KeyOperationException {
    try {
      return Optional.of(making.take(spec, spec.type().usages(), value, Optional.empty()));
    } catch (KeyOperationException e) {
      if (e.reason() == Reason.LOGIN || e.reason() == Reason.UNAVAILABLE) {
        throw e;
      }
      return Optional.empty();
    }
  }
}
