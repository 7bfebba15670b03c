// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.kms.api.DueReport;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.model.KeyOperationException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The records of a vault as the key management service works on them: keys as containers, their
 * aliases, and what is due for them. Computes nothing. Safe for use by several threads.
 */
final class Containers {
  private final Ledger ledger;
  private final RecordKeys keys;
  private final Watch watch;
  private final Clock clock;
  private final DueWork due;
  private final LastUses uses;
  private volatile Aliases aliases = new Aliases(-1, Map.of());

  /** The aliases looked up in one state of the ledger. */
  private record Aliases(long epoch, Map<String, Optional<String>> keys) {}

  Containers(Ledger ledger, RecordKeys keys, Watch watch, Clock clock, DueWork due, LastUses uses) {
    this.ledger = ledger;
    this.keys = keys;
    this.watch = watch;
    this.clock = clock;
    this.due = due;
    this.uses = uses;
  }

  Clock clock() {
    return clock;
  }

  RecordKeys keys() {
    return keys;
  }

  LastUses uses() {
    return uses;
  }

  <T> T read(Ledger.Work<T> work) throws KeyOperationException {
    return ledger.read(work);
  }

  <T> T write(Ledger.Work<T> work) throws KeyOperationException {
    T result = ledger.write(work);
    watch.saw(ledger.lastSeen());
    return result;
  }

  /** A new record in place of another; may throw to refuse. */
  @FunctionalInterface
  interface Change {
    KeyRecord of(KeyRecord record) throws KeyOperationException;
  }

  /** Changes a key's record in one transaction. */
  KeyRecord change(String id, Change change) throws KeyOperationException {
    return write(
        records -> {
          KeyRecord changed = change.of(keys.require(records, id));
          keys.put(records, changed);
          return changed;
        });
  }

  KeyRecord record(String id) throws KeyOperationException {
    return ledger.read(records -> keys.require(records, id));
  }

  /** The key with an id, in whatever state; no I/O if it was asked for before. */
  ManagedKey key(String id) throws KeyOperationException {
    Optional<ManagedKey> known = keys.known(id);
    return known.isPresent() ? known.get() : ledger.read(records -> keys.known(records, id));
  }

  /** The id of the key an alias names; no I/O while nothing changes. */
  Optional<String> aliased(String name) throws KeyOperationException {
    long epoch = watch.epoch();
    Aliases seen = aliases;
    if (seen.epoch() != epoch) {
      seen = new Aliases(epoch, new ConcurrentHashMap<>());
      aliases = seen;
    }
    Optional<String> key = seen.keys().get(name);
    if (key == null) {
      key =
          ledger.read(
              records -> {
                Optional<byte[]> body = records.get(NameRecord.ALIAS, name);
                return body.isEmpty()
                    ? Optional.empty()
                    : Optional.of(NameRecord.decode(name, body.get()).key());
              });
      seen.keys().put(name, key);
    }
    return key;
  }

  /** Gives a key new material. */
  void rotate(String id, String type, DueWork.Condition condition) throws KeyOperationException {
    due.rotate(id, type, condition);
  }

  DueReport runDue() throws KeyOperationException {
    return due.runAll();
  }
}
