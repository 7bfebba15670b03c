// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.rsa.RawRsa;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;

/** The RSA operation without padding, for the paddings that {@code dev.holdfast.rsa} adds. */
final class RawRsaKeys {
  static final String TRANSFORMATION = "RSA/ECB/NoPadding";

  private RawRsaKeys() {}

  static RawRsa of(ProviderKey key) {
    return block -> {
      try {
        return key.cipher(TRANSFORMATION, Cipher.DECRYPT_MODE, null).doFinal(block);
      } catch (GeneralSecurityException e) {
        throw new KeyOperationException(
            Reason.BAD_INPUT, "The RSA input is not smaller than the modulus");
      }
    };
  }
}
