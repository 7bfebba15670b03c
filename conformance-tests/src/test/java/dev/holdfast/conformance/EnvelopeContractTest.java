// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.envelope.CacheClock;
import dev.holdfast.envelope.DataKeyCache;
import dev.holdfast.envelope.EnvelopeException;
import dev.holdfast.envelope.Envelopes;
import dev.holdfast.kms.api.DisableKeyRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.kms.api.KmsError;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Streams under data keys: the rows of the list of claims, each named after its row. */
class EnvelopeContractTest {
  @RegisterExtension static final KmsBench BENCH = new KmsBench();

  private static final Map<String, String> CONTEXT = Map.of("file", "a.txt");
  private static final int SEGMENT = 1 << 20;

  /** In MiB: what flows through, and the heap of the process. */
  private static final int LENGTH = Boolean.getBoolean("holdfast.full") ? 10_240 : 256;

  private static final int HEAP = 32;

  private static byte[] encrypt(Envelopes envelopes, String key, byte[] data) throws IOException {
    ByteArrayOutputStream envelope = new ByteArrayOutputStream();
    try (OutputStream stream = envelopes.encrypt(envelope, key, CONTEXT)) {
      stream.write(data);
    }
    return envelope.toByteArray();
  }

  private static byte[] decrypt(Envelopes envelopes, byte[] envelope) throws IOException {
    try (InputStream stream = envelopes.decrypt(new ByteArrayInputStream(envelope), CONTEXT)) {
      return stream.readAllBytes();
    }
  }

  /** The wrapped data key: after the magic and the version, two bytes say its length. */
  private static ByteBuffer wrappedKey(byte[] envelope) {
    ByteBuffer header = ByteBuffer.wrap(envelope, 6, envelope.length - 6);
    int length = Short.toUnsignedInt(header.getShort());
    return ByteBuffer.wrap(Arrays.copyOfRange(envelope, 8, 8 + length));
  }

  @EveryVault
  void A19_aSegmentCutOffMovedRepeatedOrLeftOut_isFoundOut(Backend backend) throws Exception {
    Envelopes envelopes = new Envelopes(BENCH.service(backend));
    byte[] data = new byte[4 * SEGMENT];
    new Random(1).nextBytes(data);
    byte[] good = encrypt(envelopes, BENCH.symmetric(backend).keyId(), data);
    int start = 8 + wrappedKey(good).remaining();
    byte[] head = Arrays.copyOf(good, start);
    byte[][] segments = new byte[(good.length - start + SEGMENT - 1) / SEGMENT][];
    for (int i = 0; i < segments.length; i++) {
      int from = start + i * SEGMENT;
      segments[i] = Arrays.copyOfRange(good, from, Math.min(from + SEGMENT, good.length));
    }
    assertEquals(5, segments.length);
    assertArrayEquals(data, decrypt(envelopes, joined(head, segments, 0, 1, 2, 3, 4)));
    int[][] wrong = {
      {0, 1, 2, 3},
      {0},
      {},
      {0, 2, 1, 3, 4},
      {0, 1, 1, 2, 3, 4},
      {0, 2, 3, 4},
      {1, 2, 3, 4},
      {0, 1, 2, 3, 4, 4},
      {0, 1, 2, 4, 3}
    };
    for (int[] order : wrong) {
      byte[] envelope = joined(head, segments, order);
      assertThrows(
          EnvelopeException.class,
          () -> decrypt(envelopes, envelope),
          () -> Arrays.toString(order));
    }
  }

  private static byte[] joined(byte[] head, byte[][] segments, int... order) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(head);
    for (int segment : order) {
      joined.writeBytes(segments[segment]);
    }
    return joined.toByteArray();
  }

  @EveryVault
  void A19_memoryDoesNotGrowWithTheData(Backend backend) throws Exception {
    KmsBench.refused(
        KmsError.NOT_FOUND,
        () -> new Envelopes(BENCH.service(backend)).encrypt(sink(), "alias/none", CONTEXT));
    String key = BENCH.symmetric(backend).keyId();
    String said =
        EnvelopePipeProcess.run(BENCH.fixture(backend).configuration(), key, LENGTH, HEAP);
    System.out.println("EnvelopeContractTest " + backend + ": " + said.strip());
    assertTrue(said.contains(LENGTH + " MiB came back"), said);
  }

  private static OutputStream sink() {
    return OutputStream.nullOutputStream();
  }

  @EveryVault
  void A25_anEnvelopeOpensByItsHeaderAlone(Backend backend) throws Exception {
    byte[] data = "to be read next year".getBytes(UTF_8);
    String key = BENCH.symmetric(backend).keyId();
    byte[] envelope = encrypt(new Envelopes(BENCH.service(backend)), key, data);
    KeyService another = BENCH.reopened(backend);
    Envelopes envelopes = new Envelopes(another);
    assertArrayEquals(data, decrypt(envelopes, envelope));
    for (Map<String, String> wrong :
        List.of(Map.<String, String>of(), Map.of("file", "b.txt"), Map.of("fil", "ea.txt"))) {
      KmsBench.refused(
          KmsError.INVALID_CIPHERTEXT,
          () -> envelopes.decrypt(new ByteArrayInputStream(envelope), wrong));
    }
    another.disableKey(DisableKeyRequest.of(key));
    KmsBench.refused(KmsError.DISABLED, () -> decrypt(envelopes, envelope));
  }

  @EveryVault
  void A26_withoutACache_everyStreamHasADataKeyOfItsOwn(Backend backend) throws Exception {
    Envelopes envelopes = new Envelopes(BENCH.service(backend));
    assertEquals(5, keysOf(envelopes, BENCH.symmetric(backend).keyId(), 5, 10));
  }

  /** How many data keys a number of streams of a size get. */
  private static int keysOf(Envelopes envelopes, String key, int streams, int size)
      throws IOException {
    Set<ByteBuffer> keys = new HashSet<>();
    byte[] data = new byte[size];
    for (int i = 0; i < streams; i++) {
      byte[] envelope = encrypt(envelopes, key, data);
      assertArrayEquals(data, decrypt(envelopes, envelope));
      keys.add(wrappedKey(envelope));
    }
    return keys.size();
  }

  @EveryVault
  void A26_aDataKeyServesUpToItsLimitOfMessagesAndOfBytes(Backend backend) throws Exception {
    String key = BENCH.symmetric(backend).keyId();
    Random random = new Random(26);
    for (int round = 0; round < 10; round++) {
      int most = 1 + random.nextInt(6);
      int size = 1 + random.nextInt(1000);
      int streams = 1 + random.nextInt(20);
      long bytes = 1L + random.nextInt(4000);
      DataKeyCache.Limits byCount =
          new DataKeyCache.Limits(most, Long.MAX_VALUE, Duration.ofDays(1), 3);
      DataKeyCache.Limits bySize =
          new DataKeyCache.Limits(Long.MAX_VALUE, bytes, Duration.ofDays(1), 3);
      try (DataKeyCache counted = new DataKeyCache(byCount);
          DataKeyCache sized = new DataKeyCache(bySize)) {
        assertEquals(
            ceiling(streams, most),
            keysOf(new Envelopes(BENCH.service(backend), counted), key, streams, size),
            byCount::toString);
        // The message that reaches the limit is the key's last.
        assertEquals(
            ceiling(streams, ceiling(bytes, size)),
            keysOf(new Envelopes(BENCH.service(backend), sized), key, streams, size),
            () -> bySize + ", messages of " + size);
      }
    }
  }

  private static long ceiling(long dividend, long divisor) {
    return (dividend + divisor - 1) / divisor;
  }

  @EveryVault
  void A26_aDataKeyGrowsNoOlderThanItsLimit_andFollowsTheKeysStateThen(Backend backend)
      throws Exception {
    KeyService service = BENCH.service(backend);
    String key = BENCH.symmetric(backend).keyId();
    AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1000);
    DataKeyCache.Limits limits =
        new DataKeyCache.Limits(Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofSeconds(60), 10);
    try (DataKeyCache cache = CacheClock.cache(limits, now::get)) {
      Envelopes envelopes = new Envelopes(service, cache);
      byte[] first = encrypt(envelopes, key, new byte[1]);
      service.disableKey(DisableKeyRequest.of(key));
      now.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
      assertEquals(wrappedKey(first), wrappedKey(encrypt(envelopes, key, new byte[1])));
      now.incrementAndGet();
      KmsBench.refused(KmsError.DISABLED, () -> encrypt(envelopes, key, new byte[1]));
      KmsBench.refused(KmsError.DISABLED, () -> decrypt(envelopes, first));
    }
  }

  @EveryVault
  void A26_theCacheHoldsNoMoreKeysThanItsLimit_andNoneForAnotherContext(Backend backend)
      throws Exception {
    String[] keys = {BENCH.symmetric(backend).keyId(), BENCH.symmetric(backend).keyId()};
    DataKeyCache.Limits one = new DataKeyCache.Limits(100, 10_000, Duration.ofDays(1), 1);
    DataKeyCache cache = new DataKeyCache(one);
    Envelopes envelopes = new Envelopes(BENCH.service(backend), cache);
    Set<ByteBuffer> seen = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      seen.add(wrappedKey(encrypt(envelopes, keys[i % 2], new byte[1])));
    }
    assertEquals(4, seen.size());
    ByteArrayOutputStream other = new ByteArrayOutputStream();
    try (OutputStream stream = envelopes.encrypt(other, keys[1], Map.of("file", "b.txt"))) {
      stream.write(1);
    }
    assertTrue(seen.add(wrappedKey(other.toByteArray())));
    cache.close();
    assertThrows(IllegalStateException.class, () -> encrypt(envelopes, keys[0], new byte[1]));
  }
}
