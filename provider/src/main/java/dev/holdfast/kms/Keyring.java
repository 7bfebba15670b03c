// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.seal.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * The top of a vault's key hierarchy, in locked memory: the root key and the two keys made from it,
 * one that authenticates the head and one that wraps sealing keys. Safe for use by several threads.
 */
final class Keyring implements AutoCloseable {
  private final String vaultId;
  private final SecretMemory root;
  private final SecretMemory wrapping;

  /**
   * @param root the vault's root key; closed with the keyring
   */
  Keyring(String vaultId, SecretMemory root) {
    this.vaultId = vaultId;
    this.root = root;
    this.wrapping = derive("holdfast sealing keys 1");
  }

  /** The key of the head's MAC; the caller closes it. */
  SecretMemory headKey() {
    return derive("holdfast head 1");
  }

  /** HKDF-SHA-256 (RFC 5869) from the root key. */
  private SecretMemory derive(String purpose) {
    byte[] input = root.toByteArray();
    byte[] output = new byte[Seal.KEY_LENGTH];
    try {
      HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
      hkdf.init(
          new HKDFParameters(
              input,
              vaultId.getBytes(StandardCharsets.UTF_8),
              purpose.getBytes(StandardCharsets.UTF_8)));
      hkdf.generateBytes(output, 0, output.length);
      return SecretMemory.copyOf(output);
    } finally {
      Arrays.fill(input, (byte) 0);
      Arrays.fill(output, (byte) 0);
    }
  }

  /** A fresh sealing key for one KMS key, wrapped. */
  byte[] newSealingKey(KeyId key) {
    try (SecretMemory sealing = Seal.randomSecret(Seal.KEY_LENGTH)) {
      return Seal.seal(wrapping, sealing, context(key));
    }
  }

  /** The sealing key of a KMS key; the caller closes it. */
  SecretMemory sealingKey(KeyId key, byte[] wrapped) throws KeyOperationException {
    return Seal.open(wrapping, wrapped, context(key), "The sealing key of key " + key);
  }

  private static byte[] context(KeyId key) {
    return ("holdfast sealing key 1\n" + key.value()).getBytes(StandardCharsets.UTF_8);
  }

  /** Wraps the root key for a principal. */
  PrincipalRecord wrapFor(String principal, char[] pin) throws KeyOperationException {
    return PrincipalRecord.wrap(principal, vaultId, root, pin);
  }

  @Override
  public void close() {
    wrapping.close();
    root.close();
  }
}
