// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkFunction.C_Login;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The login for one operation: asked for each time, and a wrong PIN once. */
class OperationLoginTest {
  private static final int THREADS = 16;

  private final StubCryptoki stub = new StubCryptoki();

  @Test
  void pin_isAskedForEachTimeAndWiped() throws Exception {
    List<char[]> given = new ArrayList<>();
    OperationLogin login =
        new OperationLogin(
            () -> {
              given.add("key-pin".toCharArray());
              return given.get(given.size() - 1);
            },
            Duration.ofSeconds(1));
    try (Session session = stub.token().openSession()) {
      login.give(session);
      login.give(session);
    }
    assertEquals("key-pin", stub.lastPin);
    assertEquals(2, stub.calls(C_Login));
    assertEquals(2, given.size());
    for (char[] pin : given) {
      assertArrayEquals(new char[7], pin);
    }
  }

  @Test
  void refusedPin_isGivenOnceHoweverManyWait() throws Exception {
    stub.answer(C_Login, Ckr.CKR_PIN_INCORRECT);
    OperationLogin login = new OperationLogin("wrong"::toCharArray, Duration.ofSeconds(20));
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Long>> answers = new ArrayList<>();
      for (int count = 0; count < THREADS; count++) {
        answers.add(
            threads.submit(
                () -> {
                  start.await();
                  try (Session session = stub.token().openSession()) {
                    return assertThrows(Pkcs11Exception.class, () -> login.give(session)).rv();
                  }
                }));
      }
      start.countDown();
      for (Future<Long> answer : answers) {
        assertEquals(Ckr.CKR_PIN_INCORRECT, answer.get());
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, stub.calls(C_Login));
  }

  /** A device that failed is asked again; it has not looked at the PIN. */
  @Test
  void otherFailures_areNotRemembered() throws Exception {
    OperationLogin login = new OperationLogin("right"::toCharArray, Duration.ofSeconds(1));
    try (Session session = stub.token().openSession()) {
      stub.answer(C_Login, Ckr.CKR_DEVICE_ERROR);
      assertThrows(Pkcs11Exception.class, () -> login.give(session));
      stub.answer(C_Login, Ckr.CKR_OK);
      login.give(session);
    }
    assertEquals(2, stub.calls(C_Login));
  }

  @ParameterizedTest
  @ValueSource(
      longs = {
        Ckr.CKR_OPERATION_NOT_INITIALIZED,
        Ckr.CKR_USER_TYPE_INVALID,
        Ckr.CKR_USER_ALREADY_LOGGED_IN
      })
  void tokenThatWaitsForNoLogin_goesOn(long answer) throws Exception {
    stub.answer(C_Login, answer);
    OperationLogin login = new OperationLogin("right"::toCharArray, Duration.ofSeconds(1));
    try (Session session = stub.token().openSession()) {
      login.give(session);
    }
    assertEquals(1, stub.calls(C_Login));
  }
}
