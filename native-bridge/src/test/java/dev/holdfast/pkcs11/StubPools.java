// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static dev.holdfast.pkcs11.raw.CkFunction.C_SeedRandom;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Pools of sessions with a token that answers as the test wants. */
abstract class StubPools {
  static final char[] PIN = {'p', 'ä', 's'};
  final StubCryptoki stub = new StubCryptoki();

  SessionPool pool(int max) throws Pkcs11Exception {
    return SessionPool.open(stub.token(), settings(max));
  }

  SessionPool loggedIn(int max) throws Pkcs11Exception {
    return loggedIn(settings(max));
  }

  static PoolSettings settings(int max) {
    return new PoolSettings(max, Duration.ofMillis(50), Duration.ofSeconds(30));
  }

  SessionPool loggedIn(PoolSettings settings) throws Pkcs11Exception {
    SessionPool pool = SessionPool.open(stub.token(), settings);
    pool.login(PIN::clone);
    return pool;
  }

  static Object use(Session session) throws Pkcs11Exception {
    session.seedRandom(new byte[1]);
    return null;
  }

  void fail(SessionPool pool, long rv) {
    stub.answer(C_SeedRandom, rv);
    assertEquals(rv, failure(pool));
    stub.answer(C_SeedRandom, Ckr.CKR_OK);
  }

  static long failure(SessionPool pool) {
    return assertThrows(Pkcs11Exception.class, () -> pool.withSession(StubPools::use)).rv();
  }

  static <T> List<T> inThreads(int count, Callable<T> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    List<T> results = new ArrayList<>();
    for (Future<T> result : threads.invokeAll(Collections.nCopies(count, work))) {
      results.add(result.get());
    }
    threads.shutdown();
    return results;
  }
}
