// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.security.InvalidAlgorithmParameterException;

/**
 * Stands for the class of the same name in {@code META-INF/versions/25}: the JCA has key derivation
 * since JDK 25. Never made: on older JDKs there is no such service.
 */
final class HoldfastKdf {
  HoldfastKdf(AlgorithmTable.Row row) throws InvalidAlgorithmParameterException {
    throw new IllegalStateException(
        row.name() + " is in the provider's jar, and these classes do not come from one");
  }
}
