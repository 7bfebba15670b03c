// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * CK_MECHANISM_INFO (PKCS #11 2.40, section 3.5): what a token says of a mechanism. It can be
 * wrong.
 *
 * @param minKeySize bits or bytes, as the mechanism's section says
 * @param flags CKF_ENCRYPT and so on, {@link Ckf}
 */
public record MechanismInfo(long mechanism, long minKeySize, long maxKeySize, long flags) {
  /** Whether all of {@code flags}, CKF_*, are set. */
  public boolean has(long flags) {
    return (this.flags & flags) == flags;
  }
}
