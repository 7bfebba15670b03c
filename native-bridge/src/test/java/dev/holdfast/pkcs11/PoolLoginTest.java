// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkFunction.C_Login;
import static dev.holdfast.pkcs11.raw.CkFunction.C_OpenSession;
import static dev.holdfast.pkcs11.raw.CkFunction.C_SeedRandom;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What the pool does to be logged in, and to stay so. */
class PoolLoginTest extends StubPools {
  @Test
  void wrongPin_isNotTriedAgain() throws Exception {
    stub.answer(C_Login, Ckr.CKR_PIN_INCORRECT);
    AtomicInteger asked = new AtomicInteger();
    PinSupplier pin =
        () -> {
          asked.incrementAndGet();
          return PIN.clone();
        };
    try (SessionPool pool = pool(4)) {
      assertThrows(Pkcs11Exception.class, () -> pool.login(pin));
      for (int i = 0; i < 5; i++) {
        Pkcs11Exception e = assertThrows(Pkcs11Exception.class, () -> pool.withSession(s -> s));
        assertEquals(Ckr.CKR_PIN_INCORRECT, e.rv());
        assertThrows(Pkcs11Exception.class, () -> pool.anchor(s -> s));
      }
      assertEquals(1, stub.calls(C_Login));
      assertEquals(1, asked.get());
      stub.answer(C_Login, Ckr.CKR_OK);
      pool.login(PIN::clone);
      pool.withSession(s -> s);
      assertEquals(2, stub.calls(C_Login));
    }
  }

  @Test
  void pinThatChangedMeanwhile_isTriedOnceByAllThreadsTogether() throws Exception {
    try (SessionPool pool = loggedIn(8)) {
      stub.loggedIn = false;
      stub.answer(C_Login, Ckr.CKR_PIN_INCORRECT);
      List<Long> answers = inThreads(8, () -> failure(pool));
      answers.forEach(rv -> assertEquals(Ckr.CKR_PIN_INCORRECT, rv));
      assertEquals(2, stub.calls(C_Login));
    }
  }

  @Test
  void lostLogin_isMadeAgainOnceForAllThreads() throws Exception {
    try (SessionPool pool = loggedIn(8)) {
      stub.loggedIn = false;
      inThreads(8, () -> pool.withSession(StubPools::use));
      assertEquals(2, stub.calls(C_Login));
    }
  }

  @Test
  void loginThatDoesNotHelp_isNotRepeated() throws Exception {
    try (SessionPool pool = loggedIn(2)) {
      stub.answer(C_SeedRandom, Ckr.CKR_USER_NOT_LOGGED_IN);
      assertEquals(Ckr.CKR_USER_NOT_LOGGED_IN, failure(pool));
      assertEquals(2, stub.calls(C_SeedRandom));
    }
  }

  @Test
  void somebodyElsesLogin_isGoodEnough() throws Exception {
    stub.loggedIn = true;
    try (SessionPool pool = loggedIn(2)) {
      pool.withSession(StubPools::use);
      assertTrue(pool.status().loggedIn());
    }
  }

  @Test
  void pin_isSentAsUtf8AndWiped() throws Exception {
    char[] given = PIN.clone();
    try (SessionPool pool = pool(1)) {
      pool.login(() -> given);
      assertEquals("päs", stub.lastPin);
      assertArrayEquals(new char[3], given);
    }
  }

  @Test
  void noPin_leavesItToTheTokensPinPad() throws Exception {
    try (SessionPool pool = pool(1)) {
      pool.login(() -> null);
      assertNull(stub.lastPin);
      assertEquals(1, stub.calls(C_Login));
    }
  }

  @Test
  void deadTokenThatComesBack_getsNewSessionsAndALogin() throws Exception {
    try (SessionPool pool = loggedIn(4)) {
      Session old = pool.withSession(s -> s);
      long epoch = pool.epoch();
      fail(pool, Ckr.CKR_DEVICE_ERROR);
      stub.sessions.clear();
      stub.loggedIn = false;
      stub.answer(C_OpenSession, Ckr.CKR_DEVICE_ERROR);
      assertEquals(Ckr.CKR_DEVICE_ERROR, failure(pool));
      assertTrue(pool.status().suspect());
      stub.answer(C_OpenSession, Ckr.CKR_OK);
      pool.withSession(StubPools::use);
      assertNotSame(old, pool.withSession(s -> s));
      assertFalse(pool.status().suspect());
      assertEquals(2, stub.calls(C_Login));
      assertNotEquals(epoch, pool.epoch());
    }
  }

  @Test
  void tokenThatHangsInLogin_holdsOthersUpToTheDeadlineOnly() throws Exception {
    try (SessionPool pool = pool(4)) {
      stub.hang = new CountDownLatch(1);
      Thread login = new Thread(() -> assertDoesNotThrow(() -> pool.login(PIN::clone)));
      login.start();
      while (stub.calls(C_Login) == 0) {
        Thread.onSpinWait();
      }
      assertThrows(SessionTimeoutException.class, () -> pool.withSession(s -> s));
      stub.hang.countDown();
      login.join();
      pool.withSession(StubPools::use);
    }
  }

  @Test
  void failureOfOneSession_keepsTheAnchor() throws Exception {
    try (SessionPool pool = loggedIn(4)) {
      long epoch = pool.epoch();
      fail(pool, Ckr.CKR_SESSION_HANDLE_INVALID);
      pool.withSession(StubPools::use);
      assertEquals(epoch, pool.epoch());
      assertEquals(1, stub.calls(C_Login));
    }
  }
}
