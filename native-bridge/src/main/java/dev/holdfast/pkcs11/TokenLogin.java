// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import dev.holdfast.memory.SecretMemory;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * What is known of a token's login. A refused PIN is remembered and never given to the token again
 * by itself: tokens lock after a few tries. The owner serialises all calls but {@link
 * #throwIfRefused}.
 */
final class TokenLogin {
  /** Answers after which the same PIN would be refused again. */
  private static final Set<Long> REFUSALS =
      Set.of(
          Ckr.CKR_PIN_INCORRECT,
          Ckr.CKR_PIN_INVALID,
          Ckr.CKR_PIN_LEN_RANGE,
          Ckr.CKR_PIN_EXPIRED,
          Ckr.CKR_PIN_LOCKED,
          Ckr.CKR_USER_PIN_NOT_INITIALIZED);

  /** By user type, the answers to a login that nobody waits for: what it was for may go on. */
  private static final Map<Long, Set<Long>> NOT_WANTED =
      Map.of(
          Cku.CKU_USER,
          Set.of(Ckr.CKR_USER_ALREADY_LOGGED_IN),
          Cku.CKU_CONTEXT_SPECIFIC,
          Set.of(
              Ckr.CKR_USER_ALREADY_LOGGED_IN,
              // Section 5.6: no operation that wants one. Some tokens keep the attribute and do not
              // heed it, and NSS does not know this type of user.
              Ckr.CKR_OPERATION_NOT_INITIALIZED,
              Ckr.CKR_USER_TYPE_INVALID));

  private final long user;
  private PinSupplier pin;
  private volatile Pkcs11Exception refused;

  /**
   * @param user CKU_USER, or CKU_CONTEXT_SPECIFIC for the operation that is running in the session
   */
  TokenLogin(long user) {
    this.user = user;
  }

  /** Forgets what was refused: this is another PIN, given by somebody who decided so. */
  void replace(PinSupplier newPin) {
    pin = newPin;
    refused = null;
  }

  boolean isWanted() {
    return pin != null;
  }

  /** Fails as the token did when it refused the PIN, without asking it again. */
  void throwIfRefused() throws Pkcs11Exception {
    Pkcs11Exception refusal = refused;
    if (refusal != null) {
      throw new Pkcs11Exception(refusal.rv(), refusal.function(), refusal.getMessage(), refusal);
    }
  }

  /** C_Login, if a PIN was given. That somebody else in the process has logged in is as good. */
  void perform(Session session) throws Pkcs11Exception {
    throwIfRefused();
    if (pin == null) {
      return;
    }
    char[] characters = pin.get();
    try (SecretMemory encoded = encode(characters)) {
      session.login(user, encoded);
    } catch (Pkcs11Exception e) {
      if (REFUSALS.contains(e.rv())) {
        refused = e;
      }
      if (!NOT_WANTED.get(user).contains(e.rv())) {
        throw e;
      }
    } finally {
      if (characters != null) {
        Arrays.fill(characters, '\0');
      }
    }
  }

  /** UTF-8 (PKCS #11 2.40, section 3.2), straight into locked memory. */
  private static SecretMemory encode(char[] characters) {
    if (characters == null) {
      return null;
    }
    try (SecretMemory room = SecretMemory.allocate(3 * characters.length)) {
      ByteBuffer target = room.asByteBuffer();
      CoderResult result =
          StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), target, true);
      if (result.isError()) {
        throw new IllegalArgumentException("the PIN is not valid Unicode");
      }
      SecretMemory exact = SecretMemory.allocate(target.position());
      exact.write(0, room, 0, exact.size());
      return exact;
    }
  }
}
