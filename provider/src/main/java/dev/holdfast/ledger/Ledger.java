// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.ledger;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.store.RecordStore;
import dev.holdfast.store.Rows;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store whose records cannot be changed, removed or put back unseen. Opening it checks the head
 * alone; a record is checked when it is read.
 *
 * <p>What it cannot see is the whole store put back as it once was, while no process had it open.
 *
 * <p>Safe for use by several threads and processes.
 */
public final class Ledger implements AutoCloseable {
  private final RecordStore store;
  private final SecretMemory key;
  private final RecordMac mac;
  private final AtomicLong highest = new AtomicLong();

  /** What to do with the records in one transaction; may run again after a conflict. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Records records) throws KeyOperationException;
  }

  /**
   * @param key the key of the head's MAC, 32 bytes; closed with the ledger
   */
  public Ledger(RecordStore store, SecretMemory key) {
    this.store = store;
    this.key = key;
    this.mac = new RecordMac(key);
  }

  /**
   * Writes the first head and the first records into an empty store, all or nothing.
   *
   * @param key the key of the head's MAC; stays the caller's
   */
  public static void initialise(
      RecordStore store, SecretMemory key, String vaultId, Work<Void> first)
      throws KeyOperationException {
    RecordMac mac = new RecordMac(key);
    Head head = new Head(vaultId, 0, HashTree.emptyRoot(), 0);
    store.write(
        rows -> {
          Transaction transaction = new Transaction(rows, head, mac, true);
          first.on(transaction);
          transaction.finish();
          return null;
        });
  }

  /**
   * Verifies the head and returns its counter: whether anything has changed since the last look.
   */
  public long look() throws KeyOperationException {
    long floor = highest.get();
    return store.read(rows -> current(rows, floor).counter());
  }

  /** Reads a consistent state. */
  public <T> T read(Work<T> work) throws KeyOperationException {
    long floor = highest.get();
    return store.read(rows -> work.on(new Transaction(rows, current(rows, floor), mac, false)));
  }

  /** Reads and writes alone; durable when it returns, without effect if it throws. */
  public <T> T write(Work<T> work) throws KeyOperationException {
    long floor = highest.get();
    long[] written = new long[1];
    T result =
        store.write(
            rows -> {
              Transaction transaction = new Transaction(rows, current(rows, floor), mac, true);
              T done = work.on(transaction);
              transaction.finish();
              written[0] = transaction.counter();
              return done;
            });
    highest.accumulateAndGet(written[0], Math::max);
    return result;
  }

  /** Overwrites what deleted and replaced records have left in the store. May take long. */
  public void scrub() throws KeyOperationException {
    store.scrub();
  }

  /** The highest counter this process has seen, its own finished writes included. */
  public long lastSeen() {
    return highest.get();
  }

  /**
   * The head of this transaction.
   *
   * @param floor the highest counter seen before the transaction began; asking for it later would
   *     mistake a write that came between for a store put back
   */
  private Head current(Rows rows, long floor) throws KeyOperationException {
    Head head = Head.read(rows, mac);
    if (head.counter() < floor) {
      throw new KeyOperationException(
          Reason.TAMPERED,
          "The vault was put back to an older state (change "
              + head.counter()
              + ") while it was open (change "
              + floor
              + ")");
    }
    highest.accumulateAndGet(head.counter(), Math::max);
    return head;
  }

  /** The store's address, for people. */
  public String location() {
    return store.location();
  }

  @Override
  public void close() {
    store.close();
    key.close();
  }

  /** One transaction: the rows, the tree over them and the head they had when it began. */
  private static final class Transaction implements Records {
    private final Rows rows;
    private final Head head;
    private final RecordMac mac;
    private final boolean writing;
    private final HashTree tree;
    private long total;

    Transaction(Rows rows, Head head, RecordMac mac, boolean writing) {
      this.rows = rows;
      this.head = head;
      this.mac = mac;
      this.writing = writing;
      this.tree = new HashTree(rows, head.root());
      this.total = head.records();
    }

    @Override
    public Optional<byte[]> get(String kind, String name) throws KeyOperationException {
      Optional<byte[]> wanted = tree.digest(kind, name);
      Optional<Rows.Row> row = rows.find(kind, name);
      if (wanted.isEmpty() && row.isEmpty()) {
        return Optional.empty();
      }
      if (wanted.isEmpty()) {
        throw tampered(kind, name, "was added by somebody else");
      }
      if (row.isEmpty()) {
        throw tampered(kind, name, "was removed by somebody else");
      }
      byte[] found = HashTree.digestOf(kind, name, row.get().owner(), row.get().body());
      if (!MessageDigest.isEqual(wanted.get(), found)) {
        throw tampered(kind, name, "was changed, or put back from an older state");
      }
      return Optional.of(row.get().body());
    }

    private KeyOperationException tampered(String kind, String name, String how) {
      return new KeyOperationException(
          Reason.TAMPERED, "The vault's " + kind + " record " + name + " " + how);
    }

    @Override
    public void put(String kind, String name, String owner, byte[] body)
        throws KeyOperationException {
      if (tree.digest(kind, name).isEmpty()) {
        total++;
      }
      tree.set(kind, name, Optional.of(HashTree.digestOf(kind, name, owner, body)));
      rows.put(kind, name, owner, body);
    }

    @Override
    public void delete(String kind, String name) throws KeyOperationException {
      if (tree.digest(kind, name).isPresent()) {
        total--;
      }
      tree.set(kind, name, Optional.empty());
      rows.delete(kind, name);
    }

    @Override
    public List<Name> names(String kind) throws KeyOperationException {
      return rows.names(kind).stream().map(row -> new Name(row.name(), row.owner())).toList();
    }

    @Override
    public List<String> owned(String kind, String owner) throws KeyOperationException {
      return rows.owned(kind, owner);
    }

    @Override
    public long count(String kind) throws KeyOperationException {
      return rows.count(kind);
    }

    @Override
    public long counter() {
      return writing ? head.counter() + 1 : head.counter();
    }

    @Override
    public long total() {
      return total;
    }

    void finish() throws KeyOperationException {
      tree.flush();
      rows.put(Head.KIND, Head.KIND, "", head.next(tree.root(), total).toRow(mac));
    }
  }
}
