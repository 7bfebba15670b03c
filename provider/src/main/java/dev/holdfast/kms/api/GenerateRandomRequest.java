// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#generateRandom} takes.
 *
 * @param numberOfBytes 1 to 1024
 * @param customKeyStoreId comes with custom key stores
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record GenerateRandomRequest(
    Integer numberOfBytes, String customKeyStoreId, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static GenerateRandomRequest of(Integer numberOfBytes) {
    return new GenerateRandomRequest(numberOfBytes, null, false);
  }

  public GenerateRandomRequest withCustomKeyStoreId(String customKeyStoreId) {
    return new GenerateRandomRequest(numberOfBytes, customKeyStoreId, dryRun);
  }

  public GenerateRandomRequest withDryRun(boolean dryRun) {
    return new GenerateRandomRequest(numberOfBytes, customKeyStoreId, dryRun);
  }
}
