// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.hsm.Answers.Answer;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.Examined;
import dev.holdfast.model.Examined.Outcome;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds what a token computes against what software computes, once per way to compute, kind of key
 * (curve, size) and connection, when it is first used: a mechanism list can lie, and a wrong answer
 * is worse than none. What is wrong is not offered any more; where the token's own padding is wrong
 * and its raw RSA right, that takes its place.
 *
 * <p>A signature is checked as it is made. Decryption by RSA is tried on a message of our own with
 * the key in use, and a secret key's work with a session key whose value is known here, taken in
 * for the purpose. A token that takes in no keys is believed.
 */
final class KnownAnswers {
  private final TokenConnection connection;
  private final TokenOperations operations;
  private final KeyMaking making;
  private final TokenObjects objects;
  private final KnownQuestions questions;

  /** One way to compute, tried with a key. */
  @FunctionalInterface
  private interface Attempt {
    /**
     * @return whether the answer was right; empty where nothing can be said
     */
    Optional<Boolean> run() throws KeyOperationException;
  }

  KnownAnswers(
      TokenConnection connection,
      TokenObjects objects,
      TokenOperations operations,
      KeyMaking making,
      KnownQuestions questions) {
    this.connection = connection;
    this.operations = operations;
    this.making = making;
    this.objects = objects;
    this.questions = questions;
  }

  /** Signs, and checks the first signature of its kind. */
  byte[] sign(TokenKey key, SignScheme scheme, byte[] input) throws KeyOperationException {
    if (isKnown(key.spec(), scheme)) {
      return operations.sign(key, scheme, input);
    }
    return checked(key, scheme, input, () -> operations.sign(key, scheme, input));
  }

  /** The same of a message that the token hashes. */
  byte[] signMessage(TokenKey key, SignScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (isKnown(key.spec(), scheme)) {
      return operations.signMessage(key, scheme, in, offset, length);
    }
    byte[] digest = SoftwareAnswers.digest(scheme, in, offset, length);
    return checked(
        key, scheme, digest, () -> operations.signMessage(key, scheme, in, offset, length));
  }

  /** A signature by a key, made anew at each call. */
  @FunctionalInterface
  private interface Signing {
    byte[] sign() throws KeyOperationException;
  }

  private byte[] checked(TokenKey key, SignScheme scheme, byte[] signed, Signing signing)
      throws KeyOperationException {
    byte[] signature = signing.sign();
    Optional<Boolean> right =
        key.publicKey().flatMap(half -> SoftwareAnswers.verifies(half, scheme, signed, signature));
    if (right.orElse(true)) {
      answers().put(scheme, key.spec(), right.isPresent() ? Answer.RIGHT : Answer.BELIEVED);
      return signature;
    }
    judgeByFreshKey(key, scheme);
    return signing.sign();
  }

  /** Before a key encrypts or decrypts: tries the scheme, where it was not tried before. */
  void beforeCipher(TokenKey key, CipherScheme scheme) throws KeyOperationException {
    if (isKnown(key.spec(), scheme) || !connection.capabilities().claims(scheme)) {
      return;
    }
    if (!key.spec().type().isAsymmetric()) {
      settle(key.spec(), scheme, () -> questions.withKnownKey(key.spec(), question(scheme)));
      return;
    }
    tryKeyInUse(key, scheme);
  }

  /** Before a key agrees on a secret. */
  void beforeDerivation(TokenKey key, DerivationScheme scheme) throws KeyOperationException {
    if (!isKnown(key.spec(), scheme) && connection.capabilities().claims(scheme)) {
      tryKeyInUse(key, scheme);
    }
  }

  private void tryKeyInUse(TokenKey key, Algorithm scheme) throws KeyOperationException {
    Optional<Boolean> right =
        key.publicKey().isPresent() ? questions.tryPair(key, scheme) : Optional.empty();
    if (right.orElse(true)) {
      answers().put(scheme, key.spec(), right.isPresent() ? Answer.RIGHT : Answer.BELIEVED);
    } else {
      judgeByFreshKey(key, scheme);
    }
  }

  /** The scheme for a message of ours, which is whole. */
  private static CipherScheme question(CipherScheme scheme) {
    return scheme instanceof CipherScheme.Blocks blocks
        ? new CipherScheme.Blocks(blocks.mode(), blocks.iv())
        : scheme;
  }

  /** Before a key computes a code. */
  void beforeMac(TokenKey key, MacScheme scheme) throws KeyOperationException {
    if (!isKnown(key.spec(), scheme) && connection.capabilities().claims(scheme)) {
      settle(key.spec(), scheme, () -> questions.withKnownKey(key.spec(), scheme));
    }
  }

  private Answers answers() throws KeyOperationException {
    return connection.capabilities().answers();
  }

  private boolean isKnown(KeySpec spec, Algorithm scheme) throws KeyOperationException {
    Answer answer = answers().of(scheme, spec);
    if (answer != null && answer.wrong() != null) {
      throw refused(spec, scheme, answer.wrong());
    }
    return answer != null;
  }

  private KeyOperationException refused(KeySpec spec, Algorithm scheme, String why) {
    return new KeyOperationException(
        Reason.UNSUPPORTED,
        connection.where("")
            + ": "
            + scheme
            + " with "
            + spec
            + " keys is not offered, because "
            + why);
  }

  /**
   * A key gave a wrong answer: a new pair of the token's own making tells whether the mechanism is
   * wrong, or this key, whose public half may be another's. Returns where the same use of the key
   * is worth another try.
   */
  private void judgeByFreshKey(TokenKey key, Algorithm scheme) throws KeyOperationException {
    TokenKey fresh = making.generate(key.spec(), key.spec().type().usages(), making.sessionPlace());
    try {
      settle(key.spec(), scheme, () -> questions.tryPair(fresh, scheme));
    } finally {
      objects.destroy(fresh);
    }
    if (!questions.tryPair(key, scheme).orElse(true)) {
      throw new KeyOperationException(
          Reason.WRONG_KEY,
          connection.where(key)
              + ": the public key on the token is not the one of this private key; put the right"
              + " object or certificate there");
    }
  }

  /** Tries ways to use keys of one kind, as a check-up does; what is known is not tried again. */
  Map<Algorithm, Examined> examine(KeySpec spec, List<Algorithm> ways)
      throws KeyOperationException {
    Capabilities token = connection.capabilities();
    boolean pairs = spec.type().isAsymmetric();
    Map<Algorithm, Examined> examined = new LinkedHashMap<>();
    if (pairs && !token.supports(spec)) {
      ways.forEach(way -> examined.put(way, Examined.of(Outcome.MISSING)));
      return examined;
    }
    TokenKey pair = null;
    try {
      for (Algorithm way : ways) {
        if (answers().of(way, spec) == null && token.claims(way)) {
          if (pairs && pair == null) {
            pair = making.generate(spec, spec.type().usages(), making.sessionPlace());
          }
          TokenKey made = pair;
          tryOut(
              spec,
              way,
              () -> pairs ? questions.tryPair(made, way) : questions.withKnownKey(spec, way));
        }
        examined.put(way, outcome(token, spec, way));
      }
    } finally {
      if (pair != null) {
        objects.destroy(pair);
      }
    }
    return examined;
  }

  private void tryOut(KeySpec spec, Algorithm way, Attempt attempt) throws KeyOperationException {
    try {
      settle(spec, way, attempt);
    } catch (KeyOperationException e) {
      if (answers().of(way, spec) == null) {
        throw e;
      }
    }
  }

  private static Examined outcome(Capabilities token, KeySpec spec, Algorithm way) {
    Answer answer = token.answers().of(way, spec);
    if (answer != null && answer.wrong() != null) {
      return new Examined(Outcome.WRONG, answer.wrong());
    }
    if (!token.claims(way)) {
      return Examined.of(Outcome.MISSING);
    }
    if (answer == null || !answer.checked()) {
      return Examined.of(Outcome.BELIEVED);
    }
    if (way instanceof SignScheme scheme && token.wantsMessage(scheme)) {
      return Examined.of(Outcome.HASHED_THERE);
    }
    return token.isPaddedHere(way)
        ? new Examined(Outcome.PADDED_HERE, token.answers().distrusted(way).orElse(""))
        : Examined.of(Outcome.RIGHT);
  }

  /**
   * Tries, once more with the padding done here where that differs, and remembers what came of it.
   *
   * @throws KeyOperationException with reason UNSUPPORTED where the answer stays wrong
   */
  private void settle(KeySpec spec, Algorithm scheme, Attempt attempt)
      throws KeyOperationException {
    Answer answer = answer(attempt);
    if (answer.wrong() != null && connection.capabilities().hasRawForm(scheme)) {
      answers().distrust(scheme, answer.wrong());
      answer = answer(attempt);
    }
    answers().put(scheme, spec, answer);
    if (answer.wrong() != null) {
      throw refused(spec, scheme, answer.wrong());
    }
  }

  private static Answer answer(Attempt attempt) throws KeyOperationException {
    try {
      Optional<Boolean> right = attempt.run();
      if (right.isEmpty()) {
        return Answer.BELIEVED;
      }
      return right.get()
          ? Answer.RIGHT
          : new Answer(true, "the token's answer to a known question is wrong");
    } catch (KeyOperationException e) {
      if (!KnownQuestions.isAnswer(e)) {
        throw e;
      }
      return new Answer(true, "the token refuses a known question (" + e.getMessage() + ")");
    }
  }
}
