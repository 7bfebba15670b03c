// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkFunction.C_GetSessionInfo;
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
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pool's rules, against a token that answers as the test wants. */
class SessionPoolTest {
  private static final char[] PIN = {'p', 'ä', 's'};
  private final StubCryptoki stub = new StubCryptoki();

  @Test
  void lastUsedSession_isLentFirst() throws Exception {
    try (SessionPool pool = loggedIn(4)) {
      Session first = pool.withSession(s -> s);
      assertSame(first, pool.withSession(s -> s));
      assertEquals(1, pool.status().opened());
    }
  }

  @Test
  void tokenThatTakesNoSessionsForWriting_isReadOnly() throws Exception {
    stub.refusesWriting = true;
    try (SessionPool pool = loggedIn(4)) {
      pool.withSession(outer -> pool.withSession(inner -> inner));
      assertTrue(pool.token().isReadOnly());
      // Asked for once: the anchor, which was refused, and three sessions that were opened.
      assertEquals(4, stub.calls(C_OpenSession));
    }
  }

  @Test
  void nestedCalls_getDifferentSessions() throws Exception {
    try (SessionPool pool = loggedIn(4)) {
      pool.withSession(
          outer -> {
            assertNotSame(outer, pool.withSession(inner -> inner));
            assertEquals(1, pool.status().inUse());
            return null;
          });
      assertEquals(2, pool.status().idle());
    }
  }

  @Test
  void usedUpPool_failsAtTheDeadlineWithItsNumbers() throws Exception {
    try (SessionPool pool = loggedIn(1)) {
      pool.withSession(
          s -> {
            long start = System.nanoTime();
            String message =
                assertThrows(SessionTimeoutException.class, () -> pool.withSession(t -> t))
                    .getMessage();
            assertTrue(System.nanoTime() - start >= 45_000_000L);
            assertTrue(message.contains("max=1") && message.contains("inUse=1"), message);
            return null;
          });
    }
  }

  @Test
  void waiter_getsTheSessionThatComesBack() throws Exception {
    PoolSettings patient = new PoolSettings(1, Duration.ofSeconds(20), Duration.ofSeconds(1));
    try (SessionPool pool = loggedIn(patient)) {
      CountDownLatch lent = new CountDownLatch(1);
      CountDownLatch back = new CountDownLatch(1);
      ExecutorService threads = Executors.newFixedThreadPool(2);
      Future<Session> holder =
          threads.submit(
              () ->
                  pool.withSession(
                      s -> {
                        lent.countDown();
                        assertDoesNotThrow(() -> back.await());
                        return s;
                      }));
      lent.await();
      Future<Session> waiter = threads.submit(() -> pool.withSession(s -> s));
      while (pool.status().waiting() == 0) {
        Thread.onSpinWait();
      }
      back.countDown();
      assertSame(holder.get(), waiter.get());
      threads.shutdown();
    }
  }

  @Test
  void interruptedWaiter_keepsItsFlag() throws Exception {
    try (SessionPool pool = loggedIn(1)) {
      pool.withSession(
          s -> {
            Thread.currentThread().interrupt();
            assertThrows(SessionTimeoutException.class, () -> pool.withSession(t -> t));
            assertTrue(Thread.interrupted());
            return null;
          });
    }
  }

  @Test
  void tokensLimit_countsTheAnchor() throws Exception {
    stub.maxSessions = 3;
    try (SessionPool pool = loggedIn(10)) {
      assertEquals(2, pool.status().max());
    }
  }

  @Test
  void tokenWithFewerSessionsThanItSays_isWaitedFor() throws Exception {
    try (SessionPool pool = loggedIn(5)) {
      stub.answer(C_OpenSession, Ckr.CKR_SESSION_COUNT);
      Pkcs11Exception e = assertThrows(Pkcs11Exception.class, () -> pool.withSession(s -> s));
      assertEquals(Ckr.CKR_SESSION_COUNT, e.rv());
      stub.answer(C_OpenSession, Ckr.CKR_OK);
      pool.withSession(s -> s);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0x05, 0x06, 0x90, 0xB3, 0x30, 0x80000123L, (1L << 32) + 1, ~0L})
  void brokenOrUnknownAnswer_costsTheSession(long rv) throws Exception {
    try (SessionPool pool = loggedIn(4)) {
      Session first = pool.withSession(s -> s);
      fail(pool, rv);
      assertEquals(1, pool.status().discarded());
      assertNotSame(first, pool.withSession(s -> s));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0x07, 0x60, 0x70, 0xC0, 0x40, 0x150})
  void harmlessAnswer_keepsTheSession(long rv) throws Exception {
    try (SessionPool pool = loggedIn(4)) {
      Session first = pool.withSession(s -> s);
      fail(pool, rv);
      assertSame(first, pool.withSession(s -> s));
    }
  }

  @Test
  void exceptionOfTheCaller_keepsTheSession() throws Exception {
    try (SessionPool pool = loggedIn(4)) {
      Session first = pool.withSession(s -> s);
      assertThrows(
          ArithmeticException.class, () -> pool.withSession(s -> Math.toIntExact(1L << 40)));
      assertSame(first, pool.withSession(s -> s));
    }
  }

  @Test
  void idleSession_isValidatedOnlyAfterTheWindow() throws Exception {
    PoolSettings now = new PoolSettings(2, Duration.ofMillis(50), Duration.ZERO);
    try (SessionPool pool = loggedIn(now)) {
      Session first = pool.withSession(s -> s);
      int asked = stub.calls(C_GetSessionInfo);
      assertSame(first, pool.withSession(s -> s));
      assertEquals(asked + 1, stub.calls(C_GetSessionInfo));
      stub.sessions.clear();
      assertNotSame(first, pool.withSession(s -> s));
    }
  }

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
      inThreads(8, () -> pool.withSession(SessionPoolTest::use));
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
      pool.withSession(SessionPoolTest::use);
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
      pool.withSession(SessionPoolTest::use);
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
      pool.withSession(SessionPoolTest::use);
    }
  }

  @Test
  void failureOfOneSession_keepsTheAnchor() throws Exception {
    try (SessionPool pool = loggedIn(4)) {
      long epoch = pool.epoch();
      fail(pool, Ckr.CKR_SESSION_HANDLE_INVALID);
      pool.withSession(SessionPoolTest::use);
      assertEquals(epoch, pool.epoch());
      assertEquals(1, stub.calls(C_Login));
    }
  }

  @Test
  void close_closesAllSessionsAndReleasesTheModuleOnce() throws Exception {
    SessionPool pool = loggedIn(4);
    assertEquals(1, stub.users.get());
    pool.withSession(
        s -> {
          pool.withSession(t -> t);
          pool.close();
          assertEquals(1, stub.sessions.size());
          assertEquals(1, stub.users.get());
          return use(s);
        });
    pool.close();
    assertEquals(0, stub.sessions.size());
    assertEquals(0, stub.users.get());
    assertThrows(IllegalStateException.class, () -> pool.withSession(s -> s));
    assertThrows(IllegalStateException.class, () -> pool.anchor(s -> s));
  }

  @Test
  void manyThreads_neverShareASessionAndNeverExceedTheMaximum() throws Exception {
    PoolSettings patient = new PoolSettings(3, Duration.ofSeconds(30), Duration.ofMillis(500));
    try (SessionPool pool = loggedIn(patient)) {
      Set<Session> busy = ConcurrentHashMap.newKeySet();
      inThreads(
          16,
          () -> {
            for (int i = 0; i < 2_000; i++) {
              pool.withSession(
                  s -> {
                    assertTrue(busy.add(s));
                    assertTrue(busy.size() <= 3);
                    busy.remove(s);
                    return null;
                  });
            }
            return null;
          });
      assertEquals(0, pool.status().inUse());
      assertTrue(pool.status().opened() <= 3);
    }
  }

  private SessionPool pool(int max) throws Pkcs11Exception {
    return SessionPool.open(stub.token(), settings(max));
  }

  private SessionPool loggedIn(int max) throws Pkcs11Exception {
    return loggedIn(settings(max));
  }

  private static PoolSettings settings(int max) {
    return new PoolSettings(max, Duration.ofMillis(50), Duration.ofSeconds(30));
  }

  private SessionPool loggedIn(PoolSettings settings) throws Pkcs11Exception {
    SessionPool pool = SessionPool.open(stub.token(), settings);
    pool.login(PIN::clone);
    return pool;
  }

  private static Object use(Session session) throws Pkcs11Exception {
    session.seedRandom(new byte[1]);
    return null;
  }

  private void fail(SessionPool pool, long rv) {
    stub.answer(C_SeedRandom, rv);
    assertEquals(rv, failure(pool));
    stub.answer(C_SeedRandom, Ckr.CKR_OK);
  }

  private static long failure(SessionPool pool) {
    return assertThrows(Pkcs11Exception.class, () -> pool.withSession(SessionPoolTest::use)).rv();
  }

  private static <T> List<T> inThreads(int count, Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(Collections.nCopies(count, work))) {
      results.add(result.get());
    }
    threads.shutdown();
    return results;
  }
}
