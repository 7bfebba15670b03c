// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.backend;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.MacScheme;

/** A backend whose secret keys compute message authentication codes. */
public interface Macs {
  byte[] mac(KeyHandle key, MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException;
}
