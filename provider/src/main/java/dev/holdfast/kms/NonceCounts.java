// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts the random nonces of 96 bits that keys have encrypted with: after 2^32 of them the chance
 * that two were the same, which gives messages and authenticity away, is no longer negligible (SP
 * 800-38D section 8.3).
 *
 * <p>A process takes numbers in strides, of which it writes down the end before it uses the first:
 * so there is no I/O but once a stride, and a process that dies has counted too many and never too
 * few. Strides begin small, for programs that encrypt once and end. Safe for use by several
 * threads.
 */
final class NonceCounts {
  private static final System.Logger LOG = System.getLogger("dev.holdfast.vault");

  private static final long WARN_AT = 1L << 31;
  private static final long REFUSE_AT = 1L << 32;
  private static final long FIRST_STRIDE = 1 << 6;
  private static final long LARGEST_STRIDE = 1 << 16;

  private final Reserve reserve;
  private final long warnAt;
  private final long refuseAt;
  private final Map<String, Count> stored = new ConcurrentHashMap<>();

  /** Where it is written down how many numbers are taken. */
  @FunctionalInterface
  interface Reserve {
    /**
     * Takes {@code count} numbers more.
     *
     * @param material the backing key that they are counted for
     * @return how many were taken before
     */
    long more(KeyId key, String material, long count) throws KeyOperationException;
  }

  NonceCounts(Reserve reserve) {
    this(reserve, WARN_AT, REFUSE_AT);
  }

  NonceCounts(Reserve reserve, long warnAt, long refuseAt) {
    this.reserve = reserve;
    this.warnAt = warnAt;
    this.refuseAt = refuseAt;
  }

  /** The numbers one process has taken for one backing key. */
  static final class Count {
    private long next;
    private long end;
    private long stride = FIRST_STRIDE;
    private boolean warned;
  }

  /**
   * The count of a backing key, for a stored key to remember.
   *
   * @param material its id, as its standing has it
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity
  record Counted(byte[] material, String name, Count count) {}

  Counted of(byte[] material) {
    String name = HexFormat.of().formatHex(material);
    return new Counted(material, name, stored.computeIfAbsent(name, unused -> new Count()));
  }

  /**
   * Counts one more nonce of a stored key.
   *
   * @param current the count of its current backing key; another one begins at 0
   * @throws KeyOperationException with reason INVALID_STATE if the key has had all it may have
   */
  void take(KeyId key, Counted current) throws KeyOperationException {
    take(key, current.name, current.count, 1);
  }

  /** Counts one more nonce of a key that ends with this process. */
  void takeOfSession(KeyId key, Count count) throws KeyOperationException {
    take(key, "", count, 1);
  }

  /** Counts for a stored key what it has had while it was a session key. */
  void carry(Count session, KeyId key, byte[] material) throws KeyOperationException {
    long had;
    synchronized (session) {
      had = session.next;
    }
    if (had > 0) {
      Counted current = of(material);
      take(key, current.name, current.count, had);
    }
  }

  private void take(KeyId key, String material, Count count, long wanted)
      throws KeyOperationException {
    synchronized (count) {
      if (count.next < refuseAt && count.end - count.next < wanted) {
        long stride = Math.max(wanted, count.stride);
        count.next = material.isEmpty() ? count.next : reserve.more(key, material, stride);
        count.end = material.isEmpty() ? refuseAt : count.next + stride;
        count.stride = Math.min(4 * count.stride, LARGEST_STRIDE);
      }
      if (count.next >= refuseAt) {
        throw new KeyOperationException(
            Reason.INVALID_STATE,
            "Key "
                + key
                + " has encrypted "
                + refuseAt
                + " messages with random IVs, and may not be given more: encrypt with a new key, or"
                + " give the IVs yourself; it still decrypts");
      }
      count.next += wanted;
      if (count.next > warnAt && !count.warned) {
        count.warned = true;
        LOG.log(
            System.Logger.Level.WARNING,
            "Key {0} has encrypted more than {1} messages with random IVs, and is refused more at"
                + " {2}: it is time for a new key",
            key,
            Long.toString(warnAt),
            Long.toString(refuseAt));
      }
    }
  }
}
