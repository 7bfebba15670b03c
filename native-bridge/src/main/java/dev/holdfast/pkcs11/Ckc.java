// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/** Certificate types, CKC_* (PKCS #11 2.40, section 4.6). */
public final class Ckc {
  public static final long CKC_X_509 = 0x0000L;

  private Ckc() {}
}
