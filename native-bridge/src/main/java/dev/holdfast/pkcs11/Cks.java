// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/** Session states, CKS_* (PKCS #11 2.40, section 3.3). */
public final class Cks {
  public static final long CKS_RO_PUBLIC_SESSION = 0x0000L;
  public static final long CKS_RO_USER_FUNCTIONS = 0x0001L;
  public static final long CKS_RW_PUBLIC_SESSION = 0x0002L;
  public static final long CKS_RW_USER_FUNCTIONS = 0x0003L;
  public static final long CKS_RW_SO_FUNCTIONS = 0x0004L;

  private Cks() {}
}
