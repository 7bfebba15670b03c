// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.rsa.RawRsa;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;

/** The RSA operation without padding, for the paddings that {@code dev.holdfast.rsa} adds. */
final class RawRsaKeys {
  static final String TRANSFORMATION = "RSA/ECB/NoPadding";

  private RawRsaKeys() {}

  static RawRsa of(ProviderKey key) {
    return block -> {
      try {
        byte[] number = key.cipher(TRANSFORMATION, Cipher.DECRYPT_MODE, null).doFinal(block);
        // Bouncy Castle leaves zeros at the beginning out.
        byte[] result = new byte[block.length];
        System.arraycopy(number, 0, result, result.length - number.length, number.length);
        Arrays.fill(number, (byte) 0);
        return result;
      } catch (GeneralSecurityException e) {
        throw new KeyOperationException(
            Reason.BAD_INPUT, "The RSA input is not smaller than the modulus");
      }
    };
  }
}
