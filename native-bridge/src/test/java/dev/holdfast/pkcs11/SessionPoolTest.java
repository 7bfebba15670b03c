// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkFunction.C_GetSessionInfo;
import static dev.holdfast.pkcs11.raw.CkFunction.C_OpenSession;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the pool lends its sessions. */
class SessionPoolTest extends StubPools {
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
}
