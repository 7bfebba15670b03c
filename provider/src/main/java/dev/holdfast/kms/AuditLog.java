// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.Algorithm;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.policy.Operation;
import java.util.Optional;

/** Is told of everything the gate let through or refused. Called on the caller's thread. */
@FunctionalInterface
public interface AuditLog {
  /** Keeps nothing. */
  AuditLog NONE = (principal, operation, key, algorithm, failure) -> {};

  /**
   * @param failure why the operation failed or was refused; empty where it succeeded
   */
  void record(
      String principal,
      Operation operation,
      Optional<KeyId> key,
      Optional<Algorithm> algorithm,
      Optional<KeyOperationException> failure);
}
