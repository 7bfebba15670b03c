// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.pkcs11.Ckr;
import dev.holdfast.pkcs11.Pkcs11Exception;

/** A search on the token found nothing, or more than one and no way to tell which. */
final class MissingObjectException extends Pkcs11Exception {
  private static final long serialVersionUID = 1L;

  private final String problem;

  MissingObjectException(String problem) {
    super(Ckr.CKR_OBJECT_HANDLE_INVALID, "C_FindObjects");
    this.problem = problem;
  }

  @Override
  public String getMessage() {
    return problem;
  }
}
