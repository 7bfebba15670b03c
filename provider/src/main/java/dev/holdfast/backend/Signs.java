// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.SignScheme;

/**
 * A backend whose private keys sign. It is given the digest, so that a message does not have to go
 * there, unless it says that it {@linkplain #wantsMessage wants the message}.
 */
public interface Signs {
  /**
   * @param input the digest, or what {@link SignScheme} says instead
   * @return the signature in the JCA's form, ECDSA as DER
   * @throws KeyOperationException with reason UNSUPPORTED where the message is wanted
   */
  byte[] sign(KeyHandle key, SignScheme scheme, byte[] input) throws KeyOperationException;

  /**
   * Whether the backend does a scheme only together with the scheme's digest, and so has to see the
   * message: then {@link #signMessage} takes the place of {@link #sign}. May look at the token,
   * once.
   */
  default boolean wantsMessage(SignScheme scheme) throws KeyOperationException {
    return false;
  }

  /**
   * Hashes a message with the scheme's digest and signs that.
   *
   * @return as {@link #sign}
   * @throws KeyOperationException with reason UNSUPPORTED where the digest is wanted
   */
  default byte[] signMessage(KeyHandle key, SignScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    throw new KeyOperationException(
        Reason.UNSUPPORTED, "The backend signs digests with " + scheme + ", and no messages");
  }
}
