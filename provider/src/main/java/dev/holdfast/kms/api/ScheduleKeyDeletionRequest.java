// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

/**
 * What {@link KeyService#scheduleKeyDeletion} takes.
 *
 * @param keyId the key: its id, its ARN, an alias ({@code alias/…}) or the ARN of an alias
 * @param pendingWindowInDays 7 to 30; null for 30
 * @param dryRun whether to check everything, do nothing, and say so with {@link
 *     KmsError#DRY_RUN_OPERATION}
 */
public record ScheduleKeyDeletionRequest(
    String keyId, Integer pendingWindowInDays, boolean dryRun) {

  /** The request with what it cannot do without, everything else left out. */
  public static ScheduleKeyDeletionRequest of(String keyId) {
    return new ScheduleKeyDeletionRequest(keyId, null, false);
  }

  public ScheduleKeyDeletionRequest withPendingWindowInDays(Integer pendingWindowInDays) {
    return new ScheduleKeyDeletionRequest(keyId, pendingWindowInDays, dryRun);
  }

  public ScheduleKeyDeletionRequest withDryRun(boolean dryRun) {
    return new ScheduleKeyDeletionRequest(keyId, pendingWindowInDays, dryRun);
  }
}
