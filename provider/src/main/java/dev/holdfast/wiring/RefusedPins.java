// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.wiring;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The PINs that tokens have refused, so that opening a token again with the same one is refused
 * without asking it: tokens lock after a few tries, and a server opens its key store at every
 * request if need be. The owner serialises all calls.
 */
final class RefusedPins {
  private final Map<String, Refusal> refusals = new HashMap<>();

  private record Refusal(SecretMemory pin, String message) {}

  /** Fails as the token did, if it was this PIN that it refused last. */
  void throwIfRefused(String token, TokenPin pin) throws KeyOperationException {
    Refusal refusal = refusals.get(token);
    if (refusal == null || !pin.isKnown()) {
      return;
    }
    char[] again = new char[refusal.pin().size() / 2];
    refusal.pin().asByteBuffer().asCharBuffer().get(again);
    try {
      if (pin.is(again)) {
        throw new KeyOperationException(KeyOperationException.Reason.LOGIN, refusal.message());
      }
    } finally {
      Arrays.fill(again, '\0');
    }
  }

  void remember(String token, TokenPin pin, KeyOperationException refusal)
      throws KeyOperationException {
    if (!pin.isKnown()) {
      return;
    }
    char[] refused = pin.read();
    try {
      forget(token);
      refusals.put(token, new Refusal(TokenPin.locked(refused), refusal.getMessage()));
    } finally {
      Arrays.fill(refused, '\0');
    }
  }

  void forget(String token) {
    Refusal known = refusals.remove(token);
    if (known != null) {
      known.pin().close();
    }
  }
}
