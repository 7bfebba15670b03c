// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.Objects;

/**
 * An operation was refused or failed, with AWS's name for why and, where AWS's own text is known,
 * that text. Never holds a PIN, key bytes or the data operated on.
 */
public final class KmsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final KmsError error;

  /**
   * @param message AWS's text; null where AWS says nothing, so as to tell nothing
   */
  public KmsException(KmsError error, String message) {
    super(message);
    this.error = Objects.requireNonNull(error);
  }

  public KmsException(KmsError error, String message, Throwable cause) {
    super(message, cause);
    this.error = Objects.requireNonNull(error);
  }

  /** Why; {@link KmsError#awsName} is AWS's name of it. */
  public KmsError error() {
    return error;
  }

  @Override
  @SuppressWarnings("OverrideThrowableToString") // the message is AWS's, and can be none
  public String toString() {
    return getMessage() == null ? error.awsName() : error.awsName() + ": " + getMessage();
  }
}
