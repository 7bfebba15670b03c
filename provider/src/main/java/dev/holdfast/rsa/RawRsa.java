// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.rsa;

import dev.holdfast.model.KeyOperationException;

/** The RSA private-key operation without padding (RSADP and RSASP1, RFC 8017 section 5). */
@FunctionalInterface
public interface RawRsa {
  /**
   * Computes {@code block^d mod n}.
   *
   * @param block as long as the modulus
   * @return as long as the modulus
   */
  byte[] apply(byte[] block) throws KeyOperationException;
}
