// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import java.util.Comparator;

/**
 * An algorithm in the JCA's words.
 *
 * @param type the engine type, such as {@code Signature}
 * @param algorithm the name or the whole transformation
 */
record JcaName(String type, String algorithm) {
  /** For people. */
  static final Comparator<JcaName> BY_NAME = Comparator.comparing(JcaName::algorithm);

  static JcaName signature(String algorithm) {
    return new JcaName("Signature", algorithm);
  }

  static JcaName cipher(String transformation) {
    return new JcaName("Cipher", transformation);
  }

  static JcaName mac(String algorithm) {
    return new JcaName("Mac", algorithm);
  }

  static JcaName keyFactory(String algorithm) {
    return new JcaName("KeyFactory", algorithm);
  }

  static JcaName keyPairGenerator(String algorithm) {
    return new JcaName("KeyPairGenerator", algorithm);
  }

  @Override
  public String toString() {
    return type + " " + algorithm;
  }
}
