// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import java.security.PublicKey;

/**
 * A backend that makes key pairs to be wrapped and handed out: data keys, the one kind of key that
 * leaves. It is in this process, so that nothing a token guards comes this way.
 */
public interface DataKeys {
  /**
   * A pair that nobody keeps.
   *
   * @param pkcs8 the private half, PKCS#8 DER; whoever asked wipes it
   */
  @SuppressWarnings("ArrayRecordComponent") // handed out once, never compared
  record NewPair(byte[] pkcs8, PublicKey publicKey) {}

  /**
   * Makes a pair.
   *
   * @throws KeyOperationException with reason UNSUPPORTED if such pairs cannot be made here
   */
  NewPair makePair(KeySpec spec) throws KeyOperationException;
}
