// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkFunction.C_Login;
import static dev.holdfast.pkcs11.raw.CkFunction.C_OpenSession;
import static dev.holdfast.pkcs11.raw.CkFunction.C_SeedRandom;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The sessions that session objects are made on, against a token that answers as the test wants.
 */
class AnchorsTest {
  private final StubCryptoki stub = new StubCryptoki();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void oneThread_takesOneSession() throws Exception {
    try (SessionPool pool = loggedIn(32)) {
      Session first = pool.anchor(s -> s);
      assertSame(first, pool.anchor(s -> s));
      assertEquals(1, stub.sessions.size());
    }
  }

  @Test
  void threadsAtOnce_getSessionsOfTheirOwnThatStay() throws Exception {
    try (SessionPool pool = loggedIn(32)) {
      Set<Session> held = Set.copyOf(allAtOnce(pool, 3));
      assertEquals(3, held.size());
      long epoch = pool.epoch();
      assertEquals(held, Set.copyOf(allAtOnce(pool, 3)));
      assertEquals(epoch, pool.epoch());
      assertEquals(1, stub.calls(C_Login));
    }
  }

  @Test
  void aQuarterOfThePoolAtMost_isKeptFromLending() throws Exception {
    try (SessionPool pool = loggedIn(8)) {
      assertEquals(3, Set.copyOf(allAtOnce(pool, 3)).size());
      assertEquals(6, pool.status().max());
      assertEquals(0, pool.status().inUse());
      pool.withSession(
          s -> {
            assertEquals(1, pool.status().inUse());
            return null;
          });
    }
  }

  @Test
  void smallPool_makesObjectsOnOneSession_oneAfterTheOther() throws Exception {
    try (SessionPool pool = loggedIn(3)) {
      Set<Session> used = ConcurrentHashMap.newKeySet();
      Set<Session> busy = ConcurrentHashMap.newKeySet();
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        running.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 500; n++) {
                    pool.anchor(
                        s -> {
                          used.add(s);
                          assertTrue(busy.add(s));
                          return busy.remove(s);
                        });
                  }
                  return null;
                }));
      }
      for (Future<?> each : running) {
        each.get(30, TimeUnit.SECONDS);
      }
      assertEquals(1, used.size());
      assertEquals(3, pool.status().max());
    }
  }

  @Test
  void tokenWithoutMoreSessions_isMadeDoWithOne() throws Exception {
    try (SessionPool pool = loggedIn(32)) {
      stub.answer(C_OpenSession, Ckr.CKR_SESSION_COUNT);
      Session only = pool.anchor(s -> s);
      CountDownLatch inside = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      Future<Session> holder = threads.submit(() -> pool.anchor(s -> waitIn(s, inside, go)));
      inside.await();
      Future<Session> waiter = threads.submit(() -> pool.anchor(s -> s));
      while (stub.calls(C_OpenSession) < 2) {
        Thread.onSpinWait();
      }
      go.countDown();
      assertSame(only, holder.get(30, TimeUnit.SECONDS));
      assertSame(only, waiter.get(30, TimeUnit.SECONDS));
      assertEquals(32, pool.status().max());
    }
  }

  @Test
  void idleSession_isTakenBeforeAnotherIsOpened() throws Exception {
    stub.maxSessions = 9;
    try (SessionPool pool = loggedIn(32)) {
      Session idle = pool.withSession(s -> s);
      assertEquals(2, stub.sessions.size());
      assertTrue(allAtOnce(pool, 2).contains(idle));
      assertEquals(2, stub.sessions.size());
      assertNotSame(idle, pool.withSession(s -> s));
    }
  }

  @Test
  void lostSession_changesTheEpochAndIsReplaced() throws Exception {
    try (SessionPool pool = loggedIn(32)) {
      allAtOnce(pool, 2);
      long epoch = pool.epoch();
      failAndForgetAll(pool);
      assertEquals(2, Set.copyOf(allAtOnce(pool, 2)).size());
      assertNotEquals(epoch, pool.epoch());
      assertEquals(2, stub.calls(C_Login));
      assertEquals(2, stub.sessions.size());
      assertEquals(31, pool.status().max());
    }
  }

  @Test
  void sessionThatStillAnswers_isKeptWithItsObjects() throws Exception {
    try (SessionPool pool = loggedIn(32)) {
      Set<Session> held = Set.copyOf(allAtOnce(pool, 2));
      long epoch = pool.epoch();
      stub.answer(C_SeedRandom, Ckr.CKR_SESSION_HANDLE_INVALID);
      assertThrows(Pkcs11Exception.class, () -> pool.withSession(AnchorsTest::use));
      assertEquals(held, Set.copyOf(allAtOnce(pool, 2)));
      assertEquals(epoch, pool.epoch());
    }
  }

  @Test
  void close_closesAllOfThemAndReleasesTheModule() throws Exception {
    SessionPool pool = loggedIn(32);
    allAtOnce(pool, 4);
    pool.close();
    assertEquals(0, stub.sessions.size());
    assertEquals(0, stub.users.get());
    assertThrows(IllegalStateException.class, () -> pool.anchor(s -> s));
  }

  private SessionPool loggedIn(int max) throws Pkcs11Exception {
    PoolSettings settings = new PoolSettings(max, Duration.ofSeconds(20), Duration.ofSeconds(30));
    SessionPool pool = SessionPool.open(stub.token(), settings);
    pool.login("pin"::toCharArray);
    return pool;
  }

  /** What so many threads get who are inside at the same time. */
  private List<Session> allAtOnce(SessionPool pool, int count) throws Exception {
    List<Future<Session>> held = new ArrayList<>();
    CountDownLatch go = new CountDownLatch(1);
    for (int i = 0; i < count; i++) {
      CountDownLatch inside = new CountDownLatch(1);
      held.add(threads.submit(() -> pool.anchor(s -> waitIn(s, inside, go))));
      inside.await();
    }
    go.countDown();
    List<Session> sessions = new ArrayList<>();
    for (Future<Session> each : held) {
      sessions.add(each.get(30, TimeUnit.SECONDS));
    }
    return sessions;
  }

  private static Session waitIn(Session session, CountDownLatch inside, CountDownLatch go) {
    inside.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    return session;
  }

  private void failAndForgetAll(SessionPool pool) {
    stub.answer(C_SeedRandom, Ckr.CKR_DEVICE_ERROR);
    assertThrows(Pkcs11Exception.class, () -> pool.withSession(AnchorsTest::use));
    stub.sessions.clear();
    stub.loggedIn = false;
  }

  private static Object use(Session session) throws Pkcs11Exception {
    session.seedRandom(new byte[1]);
    return null;
  }
}
