// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.KeyContext;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;

/** The context of a key that has a record. */
final class RecordContext implements KeyContext {
  private final Keyring keyring;
  private final KeyId id;
  private final int version;
  private final byte[] material;
  private final byte[] wrappedSealingKey;
  private final String label;

  RecordContext(Keyring keyring, KeyRecord record, KeyRecord.Version version, String label) {
    this.keyring = keyring;
    this.id = record.id();
    this.version = version.number();
    this.material = version.material();
    this.wrappedSealingKey = record.wrappedSealingKey();
    this.label = label;
  }

  @Override
  public KeyId id() {
    return id;
  }

  @Override
  public int version() {
    return version;
  }

  @Override
  public byte[] materialId() {
    return material.clone();
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public SecretMemory sealingKey() throws KeyOperationException {
    return keyring.sealingKey(id, wrappedSealingKey);
  }
}
