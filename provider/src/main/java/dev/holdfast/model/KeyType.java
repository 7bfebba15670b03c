// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.model;

import java.util.Set;

/** A family of keys that share their operations. */
public enum KeyType {
  RSA(true, KeyUsage.SIGN_VERIFY, KeyUsage.ENCRYPT_DECRYPT),
  EC(true, KeyUsage.SIGN_VERIFY),
  AES(false, KeyUsage.ENCRYPT_DECRYPT),
  HMAC(false, KeyUsage.GENERATE_VERIFY_MAC);

  private final boolean asymmetric;

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<KeyUsage> usages;

  KeyType(boolean asymmetric, KeyUsage... usages) {
    this.asymmetric = asymmetric;
    this.usages = Set.of(usages);
  }

  /** Whether keys of this type come in pairs. */
  public boolean isAsymmetric() {
    return asymmetric;
  }

  /** Every usage a key of this type can have; what it gets when its maker names none. */
  public Set<KeyUsage> usages() {
    return usages;
  }
}
