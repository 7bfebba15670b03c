// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyState;
import dev.holdfast.policy.Operation;

/** The key's state forbids what was asked; the key management service has AWS's words for it. */
final class KeyStateException extends KeyOperationException {
  private static final long serialVersionUID = 1L;

  private final transient KeyId key;
  private final KeyState state;
  private final KeyStates.Outcome outcome;

  KeyStateException(KeyId key, KeyState state, Operation operation) {
    super(Reason.INVALID_STATE, "Key " + key + " " + state.phrase());
    this.key = key;
    this.state = state;
    this.outcome = KeyStates.of(operation, state);
  }

  KeyId key() {
    return key;
  }

  KeyState state() {
    return state;
  }

  KeyStates.Outcome outcome() {
    return outcome;
  }
}
