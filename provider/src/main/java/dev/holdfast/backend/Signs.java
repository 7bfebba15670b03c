// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.SignScheme;

/** A backend whose private keys sign. */
public interface Signs {
  /**
   * @param input the digest, or what {@link SignScheme} says instead
   * @return the signature in the JCA's form, ECDSA as DER
   */
  byte[] sign(KeyHandle key, SignScheme scheme, byte[] input) throws KeyOperationException;
}
