// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

/** Placeholder. */
public final class SecretMemory {
  private SecretMemory() {}
}
