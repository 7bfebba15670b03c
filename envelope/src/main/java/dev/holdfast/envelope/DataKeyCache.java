// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.envelope;

import dev.holdfast.kms.api.Blob;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps data keys for several messages, so that not each asks the key management service. A key in
 * the cache goes on serving for its age when the KMS key is disabled or its alias re-pointed: the
 * age is how long that may take.
 *
 * <p>Safe for use by several threads. Keys lie in locked memory and are wiped when a limit is
 * reached and by {@link #close}.
 */
public final class DataKeyCache implements AutoCloseable {
  private final Limits limits;
  private final LongSupplier nanoTime;
  private final Map<Object, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  /**
   * When a data key is given up.
   *
   * @param messages how many messages it encrypts at most, from 1
   * @param bytes how many bytes, from 1: having encrypted so many it begins no further message
   * @param age how long it encrypts and decrypts at most, over zero
   * @param keys how many keys the cache holds at most, from 1; the one not used for longest goes
   */
  public record Limits(long messages, long bytes, Duration age, int keys) {
    public Limits {
      if (messages < 1 || bytes < 1 || keys < 1 || age.isNegative() || age.isZero()) {
        throw new IllegalArgumentException("Every limit of a data key cache is at least 1");
      }
    }
  }

  /** Makes or unwraps a key that the cache does not hold. */
  interface Source {
    DataKey get() throws EnvelopeException;
  }

  private static final class Entry {
    private final DataKey key;
    private final long made;
    private long messages;
    private long bytes;
    private int users;
    private boolean retired;

    Entry(DataKey key, long made) {
      this.key = key;
      this.made = made;
    }
  }

  /** A key in use for one message. */
  final class Loan implements AutoCloseable {
    private final Entry entry;

    private Loan(Entry entry) {
      this.entry = entry;
    }

    DataKey key() {
      return entry.key;
    }

    void used(long bytes) {
      synchronized (DataKeyCache.this) {
        entry.bytes += bytes;
      }
    }

    @Override
    public void close() {
      synchronized (DataKeyCache.this) {
        entry.users--;
        wipeIfUnused(entry);
      }
    }
  }

  public DataKeyCache(Limits limits) {
    this(limits, System::nanoTime);
  }

  DataKeyCache(Limits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  synchronized Loan forEncryption(String keyId, Map<String, String> context, Source source)
      throws EnvelopeException {
    Loan loan = lend(new Encryption(keyId, Map.copyOf(context)), source);
    loan.entry.messages++;
    return loan;
  }

  synchronized Loan forDecryption(Blob wrapped, Map<String, String> context, Source source)
      throws EnvelopeException {
    return lend(
        new Decryption(ByteBuffer.wrap(wrapped.toByteArray()), Map.copyOf(context)), source);
  }

  private record Encryption(String keyId, Map<String, String> context) {}

  private record Decryption(ByteBuffer wrapped, Map<String, String> context) {}

  private Loan lend(Object name, Source source) throws EnvelopeException {
    if (closed) {
      throw new IllegalStateException("The data key cache was closed");
    }
    Entry entry = entries.get(name);
    if (entry == null || isSpent(entry)) {
      Entry fresh = new Entry(source.get(), nanoTime.getAsLong());
      if (entry != null) {
        retire(entry);
      }
      entries.put(name, fresh);
      dropEldest();
      entry = fresh;
    }
    entry.users++;
    return new Loan(entry);
  }

  private boolean isSpent(Entry entry) {
    return entry.messages >= limits.messages()
        || entry.bytes >= limits.bytes()
        || nanoTime.getAsLong() - entry.made >= limits.age().toNanos();
  }

  private void dropEldest() {
    if (entries.size() > limits.keys()) {
      var eldest = entries.entrySet().iterator();
      retire(eldest.next().getValue());
      eldest.remove();
    }
  }

  private static void retire(Entry entry) {
    entry.retired = true;
    wipeIfUnused(entry);
  }

  private static void wipeIfUnused(Entry entry) {
    if (entry.retired && entry.users == 0) {
      entry.key.close();
    }
  }

  /** Wipes every key as soon as no stream uses it. */
  @Override
  public synchronized void close() {
    closed = true;
    entries.values().forEach(DataKeyCache::retire);
    entries.clear();
  }
}
