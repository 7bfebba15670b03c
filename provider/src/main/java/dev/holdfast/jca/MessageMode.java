// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyType;
import dev.holdfast.policy.Operation;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;

/**
 * Holdfast's own transformation: what the key management service's Encrypt and Decrypt do. There is
 * no IV to keep: the ciphertext says which key and which of its materials made it, so that keys are
 * rotated under programs that know nothing of it. Additional authenticated data is the encryption
 * context, as {@link dev.holdfast.kms.api.EncryptionContext#encode} makes it of pairs, or any
 * bytes.
 */
final class MessageMode extends BufferedMode {
  private final String name;
  private final InputBuffer context = new InputBuffer();

  private OpaqueKey key;
  private boolean encrypting;

  MessageMode(String name) {
    this.name = name;
  }

  @Override
  OpaqueKey key() {
    return key;
  }

  @Override
  public int blockSize() {
    return 16;
  }

  @Override
  public Class<? extends AlgorithmParameterSpec> parameterClass() {
    return AlgorithmParameterSpec.class;
  }

  @Override
  public void init(
      OpaqueKey handle, boolean encrypt, AlgorithmParameterSpec spec, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    key = null;
    reset();
    if (spec != null) {
      throw new InvalidAlgorithmParameterException(
          name + " takes no parameters: the ciphertext holds what decryption needs");
    }
    handle.require(
        name, KeyType.SYMMETRIC_DEFAULT, encrypt ? Operation.ENCRYPT : Operation.DECRYPT);
    if (handle.managed().isSession()) {
      throw new InvalidKeyException(
          name
              + " needs a stored key: a ciphertext names the key that opens it, and a session key"
              + " has no name that lasts");
    }
    encrypting = encrypt;
    key = handle;
  }

  /** None: there is nothing to keep beside the ciphertext. */
  @Override
  public byte[] iv() {
    return null;
  }

  @Override
  public AlgorithmParameters parameters() {
    return null;
  }

  @Override
  int resultSize(int length) {
    int more = CipherScheme.Derived.MESSAGE_OVERHEAD;
    return encrypting ? Math.addExact(length, more) : Math.max(0, length - more);
  }

  @Override
  public void requireReady() {
    if (key == null) {
      throw new IllegalStateException(name + " has no key; initialise it first");
    }
  }

  @Override
  public void updateAad(byte[] in, int offset, int length) {
    if (isBuffering()) {
      throw new IllegalStateException("Additional authenticated data comes before the message");
    }
    keep(context, in, offset, length);
  }

  @Override
  byte[] compute(byte[] in, int offset, int length) throws KeyOperationException {
    return encrypting
        ? key.encryptMessage(in, offset, length, context.copy())
        : key.decryptMessage(in, offset, length, context.copy());
  }

  @Override
  public void reset() {
    super.reset();
    context.clear();
  }
}
