// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

/** The life of a KMS key, in AWS KMS's words. Only {@link #ENABLED} keys compute. */
public enum KeyState {
  CREATING("Creating", "is creating"),
  ENABLED("Enabled", "is enabled"),
  DISABLED("Disabled", "is disabled"),
  PENDING_IMPORT("PendingImport", "is pending import"),
  PENDING_DELETION("PendingDeletion", "is pending deletion"),
  PENDING_REPLICA_DELETION("PendingReplicaDeletion", "is pending replica deletion"),
  UNAVAILABLE("Unavailable", "is unavailable"),
  UPDATING("Updating", "is updating");

  private final String kmsName;
  private final String phrase;

  KeyState(String kmsName, String phrase) {
    this.kmsName = kmsName;
    this.phrase = phrase;
  }

  /** The name AWS's API prints. */
  public String kmsName() {
    return kmsName;
  }

  /** The words that follow a key's id in an error: {@code … is disabled}. */
  public String phrase() {
    return phrase;
  }
}
