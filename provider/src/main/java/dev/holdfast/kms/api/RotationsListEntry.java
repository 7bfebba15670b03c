// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.time.Instant;

/**
 * One rotation, or the first material, of a key.
 *
 * @param keyId the key's id
 * @param keyMaterialId which of the key's materials, 64 hexadecimal digits
 * @param keyMaterialDescription comes with import
 * @param importState comes with import
 * @param keyMaterialState {@code CURRENT} or {@code NON_CURRENT}; {@code PENDING_ROTATION} comes
 *     with import
 * @param expirationModel comes with import
 * @param validTo comes with import
 * @param rotationDate null for the first material
 * @param rotationType {@code AUTOMATIC} or {@code ON_DEMAND}; null for the first material
 */
public record RotationsListEntry(
    String keyId,
    String keyMaterialId,
    String keyMaterialDescription,
    String importState,
    String keyMaterialState,
    String expirationModel,
    Instant validTo,
    Instant rotationDate,
    String rotationType) {}
