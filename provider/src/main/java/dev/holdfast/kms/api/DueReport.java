// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms.api;

import java.util.List;

/**
 * What {@link KeyService#runDue} did.
 *
 * @param rotated ids of the keys that have new material
 * @param deleted ids of the keys that are gone, with their material
 * @param failed what could not be done, a sentence each; it stays due
 */
public record DueReport(List<String> rotated, List<String> deleted, List<String> failed) {
  public DueReport {
    rotated = List.copyOf(rotated);
    deleted = List.copyOf(deleted);
    failed = List.copyOf(failed);
  }
}
