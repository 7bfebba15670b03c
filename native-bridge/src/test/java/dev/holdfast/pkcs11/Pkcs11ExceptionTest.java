// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class Pkcs11ExceptionTest {
  @Test
  void message_hasFunctionNameAndAdvice() {
    String message = new Pkcs11Exception(Ckr.CKR_PIN_LOCKED, "C_Login").getMessage();
    assertTrue(message.startsWith("C_Login: CKR_PIN_LOCKED ("), message);
    assertTrue(message.contains("security officer"), message);
  }

  @Test
  void unknownCodes_keepAll64Bits() {
    assertEquals("CKR_0x80000123", Ckr.name(0x80000123L));
    assertEquals("CKR_VENDOR_DEFINED", Ckr.name(0x80000000L));
    assertEquals("CKR_0x100000001", Ckr.name((1L << 32) + 1));
    assertEquals("CKR_0xffffffffffffffff", Ckr.name(~0L));
    assertEquals(~0L, new Pkcs11Exception(~0L, "C_Sign").rv());
    assertEquals("C_Sign: CKR_0x80000123", new Pkcs11Exception(0x80000123L, "C_Sign").getMessage());
  }

  @Test
  void standardNames_areTheStandards() {
    assertEquals("CKR_OK", Ckr.name(0));
    assertEquals("CKR_PIN_INCORRECT", Ckr.name(0xA0));
    assertEquals("CKR_SESSION_HANDLE_INVALID", Ckr.name(0xB3));
    assertEquals("CKR_USER_NOT_LOGGED_IN", Ckr.name(0x101));
  }
}
