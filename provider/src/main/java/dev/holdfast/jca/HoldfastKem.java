// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

/**
 * Stands for the class of the same name in {@code META-INF/versions/21}: the JCA has encapsulation
 * since JDK 21. Never made: on older JDKs there is no such service.
 */
final class HoldfastKem {
  HoldfastKem(AlgorithmTable.Row row, VaultAccess vaults) {
    throw new IllegalStateException(
        row.name() + " is in the provider's jar, and these classes do not come from one");
  }
}
