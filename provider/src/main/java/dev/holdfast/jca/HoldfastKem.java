// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

/**
 * Stands for the class of the same name in {@code META-INF/versions/17}: the JCA has encapsulation
 * since JDK 21 and later builds of 17. Never made: on other JDKs there is no such service.
 */
final class HoldfastKem {
  HoldfastKem(AlgorithmTable.Row row, VaultAccess vaults) {
    throw new IllegalStateException(
        row.name() + " is in the provider's jar, and these classes do not come from one");
  }
}
