// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import dev.holdfast.model.KeyOperationException;

/** Gives a PIN when it is needed. */
@FunctionalInterface
public interface PinReader {
  /**
   * Reads the PIN.
   *
   * @return the PIN, at least one character; the caller wipes it
   */
  char[] read() throws KeyOperationException;
}
