// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

/** The set-ups a user can choose by configuration; every contract holds on each. */
public enum Backend {
  /** A vault whose keys are sealed in it. */
  SEALED,
  /** A vault whose keys are on a token: SoftHSM2. */
  VAULT_ON_HSM,
  /** A token that stands alone, without a vault. */
  TOKEN;

  /** Whether there are records, and with them aliases, dates and states. */
  public boolean hasVault() {
    return this != TOKEN;
  }

  public boolean hasToken() {
    return this != SEALED;
  }
}
