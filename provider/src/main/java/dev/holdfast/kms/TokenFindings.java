// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Inventories;
import dev.holdfast.model.KeyOperationException;
import java.util.List;

/** What is to be said of a token, with records of its keys or without. */
final class TokenFindings {
  private TokenFindings() {}

  /** The key objects that nothing can be done with. */
  static List<Finding> unusable(String backend, Inventories token) throws KeyOperationException {
    return token.unusable().stream()
        .map(
            object ->
                Finding.warning(
                    "The token of "
                        + backend
                        + " has a key that cannot be used here, as "
                        + object.why()
                        + ": CKA_ID "
                        + object.objectId()
                        + ", label "
                        + object.label(),
                    "If no other program uses it, its maker died half-way: remove it with"
                        + " pkcs11-tool --delete-object."))
        .toList();
  }
}
