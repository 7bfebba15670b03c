// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * Sources of the OAEP encoding parameter, CKZ_* (PKCS #11 2.40, Current Mechanisms, section 2.1.7).
 */
public final class Ckz {
  public static final long CKZ_DATA_SPECIFIED = 0x0001L;

  private Ckz() {}
}
