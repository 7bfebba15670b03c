// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import javax.crypto.SecretKey;

/** A secret key. */
final class OpaqueSecretKey extends OpaqueKey implements SecretKey {
  private static final long serialVersionUID = 1L;

  OpaqueSecretKey(ManagedKey managed, String algorithm) {
    super(managed, algorithm);
  }
}
