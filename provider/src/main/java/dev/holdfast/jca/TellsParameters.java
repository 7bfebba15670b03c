// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.security.spec.AlgorithmParameterSpec;

/**
 * A private key's parameters as {@code AsymmetricKey} of JDK 22 and later asks for them.
 *
 * <p>That interface is not there when this is compiled. Without a method of this very return type a
 * class whose {@code getParams} returns something narrower would leave its question to the
 * interface's own method, which answers null: keytool then finds no name for a signature of ML-DSA.
 */
interface TellsParameters {
  /** The parameters; null if the key is bound to none. */
  AlgorithmParameterSpec getParams();
}
