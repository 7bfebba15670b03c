// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.time.Instant;

/**
 * What {@link KeyService#scheduleKeyDeletion} gives.
 *
 * @param keyId the ARN of the key
 * @param pendingWindowInDays 7 to 30; null for 30
 */
public record ScheduleKeyDeletionResponse(
    String keyId, Instant deletionDate, String keyState, Integer pendingWindowInDays) {}
