// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.store;

import dev.holdfast.model.KeyOperationException;

/** The store cannot be read or written; nothing was changed. */
public final class StoreException extends KeyOperationException {
  private static final long serialVersionUID = 1L;

  public StoreException(Reason reason, String message) {
    super(reason, message);
  }

  public StoreException(Reason reason, String message, Throwable cause) {
    super(reason, message, cause);
  }
}
