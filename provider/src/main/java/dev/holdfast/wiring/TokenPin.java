// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.wiring;

import dev.holdfast.config.HsmSettings;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.util.Arrays;
import java.util.Optional;

/**
 * The PIN of a token: the one a caller brought when the token was opened, kept in locked memory for
 * the day the token wants another login, or else the configuration's.
 */
final class TokenPin implements AutoCloseable {
  private final HsmSettings hsm;
  private final Optional<SecretMemory> given;

  TokenPin(HsmSettings hsm, Optional<char[]> given) {
    this.hsm = hsm;
    // A PIN that is configured wins: one that was only typed in is compared with it, so that a
    // typing
    // error is not tried on a token that locks.
    this.given = hsm.pin().isPresent() ? Optional.empty() : given.map(TokenPin::locked);
  }

  static SecretMemory locked(char[] pin) {
    SecretMemory memory = SecretMemory.allocate(Math.max(2, pin.length * 2));
    memory.asByteBuffer().asCharBuffer().put(pin);
    return memory;
  }

  HsmSettings hsm() {
    return hsm;
  }

  /** Whether the PIN can be read without asking a person. */
  boolean isKnown() {
    return given.isPresent() || hsm.pin().filter(source -> !source.isPrompt()).isPresent();
  }

  char[] read() throws KeyOperationException {
    if (given.isPresent()) {
      char[] pin = new char[given.get().size() / 2];
      given.get().asByteBuffer().asCharBuffer().get(pin);
      return pin;
    }
    return hsm.pin()
        .orElseThrow(
            () ->
                new KeyOperationException(
                    Reason.LOGIN,
                    "No PIN was given and the setting hsm." + hsm.name() + ".pin is missing"))
        .read();
  }

  /** Whether a PIN is this one, without asking the token. */
  boolean is(char[] pin) {
    char[] right = new char[0];
    try {
      right = read();
      return constantTimeEquals(right, pin);
    } catch (KeyOperationException e) {
      return false;
    } finally {
      Arrays.fill(right, '\0');
    }
  }

  private static boolean constantTimeEquals(char[] right, char[] pin) {
    int difference = right.length ^ pin.length;
    for (int at = 0; at < pin.length; at++) {
      difference |= pin[at] ^ right[right.length == 0 ? 0 : at % right.length];
    }
    return right.length != 0 && difference == 0;
  }

  @Override
  public void close() {
    given.ifPresent(SecretMemory::close);
  }
}
