// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

/** The set-ups a user can choose by configuration; every contract holds on each. */
public enum Backend {
  /** A vault whose keys are sealed in it. */
  SEALED(Make.NONE),
  /** A vault whose keys are on a token: SoftHSM2. */
  VAULT_ON_HSM(Make.SOFTHSM),
  /** A token that stands alone, without a vault: SoftHSM2. */
  TOKEN(Make.SOFTHSM),
  /** A token of another make that stands alone: the softokn of Mozilla's NSS. */
  NSS_TOKEN(Make.NSS);

  /** Who made the token. */
  enum Make {
    NONE,
    SOFTHSM,
    NSS
  }

  private final Make make;

  Backend(Make make) {
    this.make = make;
  }

  Make make() {
    return make;
  }

  /** Whether there are records, and with them aliases, dates and states. */
  public boolean hasVault() {
    return this == SEALED || this == VAULT_ON_HSM;
  }

  public boolean hasToken() {
    return make != Make.NONE;
  }
}
