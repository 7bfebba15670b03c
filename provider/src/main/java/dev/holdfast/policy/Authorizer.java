// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.policy;

import dev.holdfast.model.KeyId;
import java.util.Optional;

/** Decides whether a principal may do something. Implementations are immutable and do no I/O. */
@FunctionalInterface
public interface Authorizer {
  /**
   * @param principal who asks, as in {@code root} or {@code user/app}
   * @param key the key asked for; empty where there is none yet
   */
  boolean permits(String principal, Operation operation, Optional<KeyId> key);

  /** Lets the vault's owner do everything and nobody else anything. */
  static Authorizer ownerOnly(String owner) {
    return (principal, operation, key) -> principal.equals(owner);
  }
}
