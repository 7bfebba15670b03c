// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.time.Instant;

/**
 * What {@link KeyService#getKeyLastUsage} gives.
 *
 * @param keyId the key's id
 * @param keyLastUsage null if it was not used since tracking began
 */
public record GetKeyLastUsageResponse(
    String keyId,
    KeyLastUsageData keyLastUsage,
    Instant trackingStartDate,
    Instant keyCreationDate) {}
