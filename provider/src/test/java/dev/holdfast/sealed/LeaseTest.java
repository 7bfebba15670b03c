// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.backend.KeyHandle;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.MacScheme;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How long keys stay unsealed, and that nothing usable is left when they no longer do. */
class LeaseTest {
  private static final KeySpec SPEC = KeySpec.hmac(Digest.SHA_256);
  private static final MacScheme SCHEME = MacScheme.of(Digest.SHA_256);
  private static final byte[] MESSAGE = {1, 2, 3};

  private final WatchedEngine engine = new WatchedEngine();
  private SealedBackend backend;

  /** The real engine, with every engine key it made in view. */
  private static final class WatchedEngine implements Engine {
    private final Engine engine = ProviderEngine.of("auto");
    private final AtomicInteger loads = new AtomicInteger();
    private final Queue<WatchedKey> keys = new ConcurrentLinkedQueue<>();

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public String describe() {
      return engine.describe();
    }

    @Override
    public boolean supports(Algorithm algorithm) {
      return engine.supports(algorithm);
    }

    @Override
    public Generated generate(KeySpec spec) throws KeyOperationException {
      return engine.generate(spec);
    }

    @Override
    public EngineKey load(KeySpec spec, SecretMemory material, Algorithm use)
        throws KeyOperationException {
      loads.incrementAndGet();
      return watched(engine.load(spec, material, use));
    }

    private WatchedKey watched(EngineKey key) {
      WatchedKey watched = new WatchedKey(this, key);
      keys.add(watched);
      return watched;
    }

    long open() {
      return keys.stream().filter(key -> !key.closed).count();
    }
  }

  private static final class WatchedKey implements EngineKey {
    private final WatchedEngine engine;
    private final EngineKey key;
    private final AtomicInteger callers = new AtomicInteger();
    private volatile boolean closed;

    WatchedKey(WatchedEngine engine, EngineKey key) {
      this.engine = engine;
      this.key = key;
    }

    @Override
    public boolean serves(Algorithm use) {
      return key.serves(use);
    }

    @Override
    public Optional<EngineKey> copy() {
      return key.copy().map(engine::watched);
    }

    @Override
    public byte[] mac(MacScheme scheme, byte[] in, int offset, int length)
        throws KeyOperationException {
      assertEquals(1, callers.incrementAndGet(), "an engine key has two callers");
      assertFalse(closed, "an engine key is used after close");
      try {
        return key.mac(scheme, in, offset, length);
      } finally {
        assertFalse(closed, "an engine key was closed under its caller");
        callers.decrementAndGet();
      }
    }

    @Override
    public void close() {
      closed = true;
      key.close();
    }
  }

  private SealedBackend backend(Duration lease) {
    backend = new SealedBackend(engine, lease);
    return backend;
  }

  @AfterEach
  void close() {
    backend.close();
    assertEquals(0, engine.open(), "engine keys are left open");
  }

  private KeyHandle key() throws KeyOperationException {
    return backend.createSession(SPEC, Set.of(KeyUsage.GENERATE_VERIFY_MAC));
  }

  private byte[] use(KeyHandle key) throws KeyOperationException {
    return backend.mac(key, SCHEME, MESSAGE, 0, MESSAGE.length);
  }

  @Test
  void burstOfUses_unsealsOnce() throws Exception {
    backend(Duration.ofMinutes(1));
    KeyHandle key = key();
    byte[] first = use(key);
    for (int i = 0; i < 20; i++) {
      assertArrayEquals(first, use(key));
    }
    assertEquals(1, engine.loads.get());
    assertEquals(2, engine.open(), "the original, and one that was lent");
  }

  @Test
  void noLease_unsealsForEachUse() throws Exception {
    backend(Duration.ZERO);
    KeyHandle key = key();
    assertArrayEquals(use(key), use(key));
    assertEquals(2, engine.loads.get());
    assertEquals(0, engine.open());
  }

  @Test
  void idleKey_isWipedAndUnsealedAgainWhenUsed() throws Exception {
    backend(Duration.ofMillis(40));
    KeyHandle key = key();
    byte[] first = use(key);
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (engine.open() > 0) {
      assertTrue(System.nanoTime() < deadline, "the lease does not end");
      Thread.sleep(10);
    }
    assertArrayEquals(first, use(key));
    assertEquals(2, engine.loads.get());
  }

  @Test
  void releasedKey_isWipedAtOnce() throws Exception {
    backend(Duration.ofMinutes(1));
    KeyHandle released = key();
    KeyHandle other = key();
    use(released);
    use(other);
    backend.release(((SealedKey) released).context().id());
    assertEquals(2, engine.open(), "those of the other key");
    use(released);
    backend.releaseAll();
    assertEquals(0, engine.open());
  }

  @Test
  void destroyedKey_isWipedAtOnceAndRefused() throws Exception {
    backend(Duration.ofMinutes(1));
    KeyHandle key = key();
    use(key);
    backend.destroy(key);
    assertEquals(0, engine.open());
    KeyOperationException refusal = assertThrows(KeyOperationException.class, () -> use(key));
    assertSame(KeyOperationException.Reason.INVALID_STATE, refusal.reason());
  }

  @Test
  void closedBackend_holdsNothing() throws Exception {
    backend(Duration.ofMinutes(1));
    KeyHandle key = key();
    use(key);
    backend.close();
    assertEquals(0, engine.open());
    assertThrows(KeyOperationException.class, () -> use(key));
    assertEquals(0, engine.open());
  }

  @Test
  void threads_neverMeetOnAnEngineKeyNorLoseItUnderway() throws Exception {
    backend(Duration.ofMinutes(1));
    KeyHandle key = key();
    byte[] expected = use(key);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<?>> results = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        boolean releases = t == 0;
        results.add(
            threads.submit(
                () -> {
                  start.await();
                  for (int i = 0; i < 2000; i++) {
                    if (releases && i % 20 == 0) {
                      backend.releaseAll();
                    }
                    assertArrayEquals(expected, use(key));
                  }
                  return null;
                }));
      }
      start.countDown();
      for (Future<?> result : results) {
        result.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
