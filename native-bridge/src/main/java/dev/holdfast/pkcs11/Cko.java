// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/** Object classes, CKO_* (PKCS #11 2.40, section 4). */
public final class Cko {
  public static final long CKO_DATA = 0x0000L;
  public static final long CKO_CERTIFICATE = 0x0001L;
  public static final long CKO_PUBLIC_KEY = 0x0002L;
  public static final long CKO_PRIVATE_KEY = 0x0003L;
  public static final long CKO_SECRET_KEY = 0x0004L;
  public static final long CKO_DOMAIN_PARAMETERS = 0x0006L;

  private Cko() {}
}
