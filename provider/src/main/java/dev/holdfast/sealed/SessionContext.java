// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.backend.KeyContext;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.seal.Seal;

/**
 * The context of keys without a record: a sealing key that exists in this process alone, so session
 * keys rest sealed like any other and are worthless once the process has ended.
 */
final class SessionContext implements AutoCloseable {
  private final SecretMemory sealingKey = Seal.randomSecret(Seal.KEY_LENGTH);
  private boolean closed;

  /** The context of one more session key. */
  KeyContext next() {
    KeyId id = KeyId.randomSession();
    return new KeyContext() {
      @Override
      public KeyId id() {
        return id;
      }

      @Override
      public int version() {
        return 1;
      }

      @Override
      public byte[] materialId() {
        return new byte[0];
      }

      @Override
      public String label() {
        return id.value();
      }

      @Override
      public SecretMemory sealingKey() throws KeyOperationException {
        return copyOfSealingKey();
      }
    };
  }

  private synchronized SecretMemory copyOfSealingKey() throws KeyOperationException {
    if (closed) {
      throw new KeyOperationException(
          Reason.INVALID_STATE, "The session key is gone: its vault was closed");
    }
    SecretMemory copy = SecretMemory.allocate(sealingKey.size());
    copy.write(0, sealingKey, 0, sealingKey.size());
    return copy;
  }

  @Override
  public synchronized void close() {
    closed = true;
    sealingKey.close();
  }
}
