// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

/**
 * What the operating system granted for the memory that {@link SecretMemory} hands out, in this
 * process so far. Secrets work without any of it; an administrator should know what is missing.
 *
 * @param locked every page is locked: the kernel does not write it to swap
 * @param excludedFromCoreDumps every page is left out of core dumps ({@code MADV_DONTDUMP})
 * @param wipedOnFork a forked child sees zeros ({@code MADV_WIPEONFORK})
 * @param mappedBytes bytes mapped now, whole pages
 * @param lockedBytes how many of them are locked
 * @param reason empty when all was granted; else what was refused, with the system's error name,
 *     and what to do
 */
public record MemoryProtection(
    boolean locked,
    boolean excludedFromCoreDumps,
    boolean wipedOnFork,
    long mappedBytes,
    long lockedBytes,
    String reason) {

  /**
   * The state now. Maps the first pages if nothing was allocated yet, so that the answer is tried
   * and not guessed.
   */
  public static MemoryProtection current() {
    SecretMemory.allocate(1).close();
    return Pages.protection();
  }
}
