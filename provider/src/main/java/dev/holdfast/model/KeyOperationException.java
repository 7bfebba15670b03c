// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

/**
 * An operation on a key was refused or failed. The one checked exception between the rooms: the
 * reason says what the caller can do, the message what happened and where, and neither ever holds a
 * PIN, key bytes or the data operated on.
 */
public class KeyOperationException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What kind of failure, by what the caller can do about it. */
  public enum Reason {
    /** No such key, alias or object. */
    NOT_FOUND,
    /** The name is taken. */
    ALREADY_EXISTS,
    /** The key's state forbids it: disabled, pending deletion and the like. */
    INVALID_STATE,
    /** Somebody else is doing something to the key; trying again later can help. */
    CONFLICT,
    /** The policy, the key's usage or its owner forbids it. */
    NOT_ALLOWED,
    /** The backend does not offer this algorithm, key or parameter. */
    UNSUPPORTED,
    /** The key does not fit the algorithm. */
    WRONG_KEY,
    /** The input has a length or form that the algorithm refuses. */
    BAD_INPUT,
    /** A ciphertext does not decrypt: wrong padding. */
    BAD_PADDING,
    /** A ciphertext is not authentic: the tag does not match. */
    BAD_TAG,
    /** The PIN is wrong, or the login was refused. */
    LOGIN,
    /** A record or sealed material was changed by somebody else; it is not used. */
    TAMPERED,
    /** The store or token cannot be reached or is full; trying again later can help. */
    UNAVAILABLE,
    /** A configuration setting is wrong. */
    CONFIGURATION,
    /** A fault of Holdfast or of a token. */
    INTERNAL
  }

  private final Reason reason;

  public KeyOperationException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public KeyOperationException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
