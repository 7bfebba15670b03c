// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;

/**
 * Where a stored key belongs: what the vault tells a backend about a key that has a record. Safe
 * for use by several threads and as long-lived as the handles made with it.
 */
public interface KeyContext {
  KeyId id();

  /** The number of the backing key within its KMS key, from 1; a rotation adds one. */
  int version();

  /** Sixteen bytes that name this backing key alone: the CKA_ID of its objects on a token. */
  byte[] materialId();

  /** A courtesy for people who look at a token with other tools; never an identity. */
  String label();

  /**
   * The 256-bit key that seals this KMS key's material, in locked memory. The caller closes it.
   *
   * @throws KeyOperationException if the vault is closed or the wrapped key is not authentic
   */
  SecretMemory sealingKey() throws KeyOperationException;
}
