// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import java.security.Key;

/** The Java faces of keys, for those who get keys elsewhere than from an engine of the JCA. */
public final class JavaKeys {
  private JavaKeys() {}

  /** A handle of a key, as a KeyStore or a generator gives it. */
  public static Key of(ManagedKey key) {
    return OpaqueKey.of(key);
  }
}
