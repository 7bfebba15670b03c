// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

/**
 * No token, or more than one, has the wanted label or serial number. Always CKR_TOKEN_NOT_PRESENT
 * of C_GetTokenInfo; the message lists the tokens that are there.
 */
public final class TokenNotFoundException extends Pkcs11Exception {
  private static final long serialVersionUID = 1L;

  TokenNotFoundException(String message) {
    super(Ckr.CKR_TOKEN_NOT_PRESENT, "C_GetTokenInfo", message, null);
  }
}
