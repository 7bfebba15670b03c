// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import java.util.List;

/**
 * What an open vault is, for {@code holdfast status}.
 *
 * @param location the store's URL, or the token that stands alone
 * @param principal who this process is
 * @param keys how many keys there are
 * @param newKeysIn the backend where new keys go
 * @param approvedOnly whether what NIST does not approve is refused
 * @param backends each backend's name and description
 */
public record VaultStatus(
    String location,
    String principal,
    long keys,
    String newKeysIn,
    boolean approvedOnly,
    List<BackendStatus> backends) {

  /** One backend: its name in the configuration, and its engine or token in a line. */
  public record BackendStatus(String name, String description) {}
}
