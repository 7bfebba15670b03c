// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;

/** A backend whose keys encrypt and decrypt whole messages. */
public interface Encrypts {
  /**
   * Encrypts one message. Asymmetric encryption needs only the public key and is not done here.
   *
   * @return the ciphertext with its tag
   */
  byte[] encrypt(KeyHandle key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException;

  /**
   * Decrypts one message; nothing is returned before it is authenticated.
   *
   * @throws KeyOperationException with reason BAD_TAG or BAD_PADDING where the ciphertext is not
   *     one that this key made; the message says no more than that
   */
  byte[] decrypt(KeyHandle key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException;
}
