// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.StoredKey;
import dev.holdfast.kms.api.DueReport;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.Records;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyState;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is to be done about keys when its time has come: new material, and the end. There is no
 * daemon; whoever asks for a key that something is due for does it first.
 */
final class DueWork {
  static final String AUTOMATIC = "AUTOMATIC";
  static final String ON_DEMAND = "ON_DEMAND";

  private static final System.Logger LOG = System.getLogger("dev.holdfast.vault");

  private final Ledger ledger;
  private final RecordKeys keys;
  private final Watch watch;
  private final Clock clock;

  /** The keys that this process is rotating now. */
  private final Set<String> rotating = ConcurrentHashMap.newKeySet();

  DueWork(Ledger ledger, RecordKeys keys, Watch watch, Clock clock) {
    this.ledger = ledger;
    this.keys = keys;
    this.watch = watch;
    this.clock = clock;
  }

  /** When something is due for a key, in milliseconds since the epoch. */
  static long dueAt(KeyRecord record) {
    KeyDetails.Rotation rotation = record.details().rotation();
    return switch (record.state()) {
      case PENDING_DELETION -> record.deletion().toEpochMilli();
      case ENABLED -> rotation.automatic() ? rotation.next().toEpochMilli() : Standing.NEVER_DUE;
      default -> Standing.NEVER_DUE;
    };
  }

  private boolean isDue(KeyRecord record) {
    return clock.millis() >= dueAt(record);
  }

  /** Does what is due for one key, if anything still is. */
  void run(String id) throws KeyOperationException {
    KeyRecord record = ledger.read(records -> keys.require(records, id));
    if (!isDue(record)) {
      return;
    }
    if (record.state() == KeyState.PENDING_DELETION) {
      delete(record);
      scrub();
    } else {
      rotate(
          id,
          AUTOMATIC,
          found -> {
            if (!isDue(found)) {
              throw conflict(found);
            }
          });
    }
  }

  /** Does what is due for every key. What fails stays due and is in the report. */
  DueReport runAll() throws KeyOperationException {
    List<String> rotated = new ArrayList<>();
    List<String> deleted = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (KeyRecord record : ledger.read(this::due)) {
      String id = record.id().value();
      try {
        if (record.state() == KeyState.PENDING_DELETION) {
          delete(record);
          deleted.add(id);
        } else {
          run(id);
          rotated.add(id);
        }
      } catch (KeyOperationException e) {
        failed.add("Key " + id + ": " + e.getMessage());
      }
    }
    if (!deleted.isEmpty()) {
      scrub();
    }
    return new DueReport(rotated, deleted, failed);
  }

  private List<KeyRecord> due(Records records) throws KeyOperationException {
    List<KeyRecord> found = new ArrayList<>();
    for (Records.Name key : records.names(KeyRecord.KIND)) {
      KeyRecord record = keys.require(records, key.name());
      if (isDue(record)) {
        found.add(record);
      }
    }
    return found;
  }

  /** Destroys the keys whose deletion is due, and clears away rotations nobody will finish. */
  void reconcile() throws KeyOperationException {
    for (String owner : List.of(KeyRecord.DELETING, KeyRecord.ROTATING)) {
      for (String id : ledger.read(records -> records.owned(KeyRecord.KIND, owner))) {
        try {
          if (owner.equals(KeyRecord.DELETING)) {
            run(id);
          } else {
            clear(id);
          }
        } catch (KeyOperationException e) {
          // An HSM that is down must not keep the vault from opening; the record waits for it.
          LOG.log(
              System.Logger.Level.WARNING,
              "Key {0} cannot be cleared up yet: {1}",
              id,
              e.getMessage());
        }
      }
    }
  }

  /** Whether a key may be rotated; throws where not. */
  @FunctionalInterface
  interface Condition {
    void check(KeyRecord record) throws KeyOperationException;
  }

  /**
   * Gives a key new material. The old versions stay and decrypt.
   *
   * @param type {@link #AUTOMATIC} or {@link #ON_DEMAND}
   * @param condition asked in the transaction that begins the rotation
   */
  void rotate(String id, String type, Condition condition) throws KeyOperationException {
    if (!rotating.add(id)) {
      throw conflict(id);
    }
    try {
      clear(id);
      rotateAlone(id, type, condition);
    } finally {
      rotating.remove(id);
    }
  }

  private void rotateAlone(String id, String type, Condition condition)
      throws KeyOperationException {
    KeyRecord begun =
        ledger.write(
            records -> {
              KeyRecord record = keys.require(records, id);
              condition.check(record);
              if (record.unfinished().isPresent()) {
                throw conflict(record);
              }
              return begin(records, record, type);
            });
    watch.saw(ledger.lastSeen());
    Optional<KeyRecord.Version> unfinished = begun.unfinished();
    if (unfinished.isPresent()) {
      makeOnToken(begun, unfinished.get(), type);
    }
  }

  private KeyRecord begin(Records records, KeyRecord record, String type)
      throws KeyOperationException {
    KeyBackend backend = keys.backend(record);
    int number = record.versions().get(record.versions().size() - 1).number() + 1;
    KeyRecord.Version next =
        new KeyRecord.Version(
            number,
            keys.newMaterial(),
            new byte[0],
            new byte[0],
            clock.instant(),
            type,
            Maker.self());
    KeyRecord changed;
    if (backend.keepsMaterialInRecord()) {
      StoredKey made = backend.create(record.spec(), record.usages(), keys.context(record, next));
      changed = rotated(record, next.made(made.reference()), type);
    } else {
      // What lies outside the store is recorded before it is made, so that something leads to it.
      changed = record.withVersions(plus(record.versions(), next));
    }
    keys.put(records, changed);
    return changed;
  }

  private void makeOnToken(KeyRecord begun, KeyRecord.Version next, String type)
      throws KeyOperationException {
    KeyBackend backend = keys.backend(begun);
    try {
      StoredKey made = backend.create(begun.spec(), begun.usages(), keys.context(begun, next));
      write(
          records -> {
            KeyRecord record = keys.require(records, begun.id().value());
            KeyRecord.Version mine =
                record
                    .unfinished()
                    .filter(version -> version.number() == next.number())
                    .orElseThrow(() -> conflict(record));
            keys.put(
                records,
                rotated(
                    record.withVersions(without(record.versions(), mine)),
                    mine.made(made.reference()),
                    type));
          });
    } catch (KeyOperationException | RuntimeException e) {
      try {
        remove(begun.id().value(), next);
      } catch (KeyOperationException second) {
        // The unfinished version stays in the record; the next rotation or opening clears it away.
        e.addSuppressed(second);
      }
      throw e;
    }
  }

  private KeyRecord rotated(KeyRecord record, KeyRecord.Version version, String type) {
    KeyDetails.Rotation before = record.details().rotation();
    KeyDetails.Rotation after =
        type.equals(ON_DEMAND)
            ? before.onceMoreOnDemand()
            : before.on(before.periodDays(), clock.instant());
    return record
        .withVersions(plus(record.versions(), version))
        .withDetails(record.details().withRotation(after));
  }

  private static List<KeyRecord.Version> plus(
      List<KeyRecord.Version> versions, KeyRecord.Version one) {
    List<KeyRecord.Version> all = new ArrayList<>(versions);
    all.add(one);
    return all;
  }

  private static List<KeyRecord.Version> without(
      List<KeyRecord.Version> versions, KeyRecord.Version one) {
    return versions.stream().filter(version -> version.number() != one.number()).toList();
  }

  /**
   * Removes a version that nobody is making any more: its maker is dead, or it is this process,
   * which makes one at a time and has one that failed and could not be undone.
   */
  private void clear(String id) throws KeyOperationException {
    KeyRecord record = ledger.read(records -> keys.require(records, id));
    Optional<KeyRecord.Version> unfinished = record.unfinished();
    if (unfinished.isPresent()
        && record.state() != KeyState.CREATING
        && isAbandoned(unfinished.get())) {
      remove(id, unfinished.get());
    }
  }

  private boolean isAbandoned(KeyRecord.Version version) {
    return version.maker().equals(Maker.self())
        || Maker.isDead(version.maker(), version.created(), clock.instant());
  }

  private void remove(String id, KeyRecord.Version version) throws KeyOperationException {
    KeyRecord record = ledger.read(records -> keys.require(records, id));
    keys.backend(record).destroy(keys.open(record, version));
    write(
        records -> {
          KeyRecord now = keys.require(records, id);
          if (now.unfinished().filter(v -> v.number() == version.number()).isPresent()) {
            keys.put(records, now.withVersions(without(now.versions(), version)));
          }
        });
  }

  /** The end of a key: its material first, so that a crash leaves the record that leads to it. */
  private void delete(KeyRecord record) throws KeyOperationException {
    String id = record.id().value();
    keys.destroyMaterial(record);
    write(
        records -> {
          for (String alias : records.owned(NameRecord.ALIAS, id)) {
            records.delete(NameRecord.ALIAS, alias);
          }
          NonceRecord.delete(records, record.id());
          records.delete(LastUses.KIND, id);
          records.delete(KeyRecord.KIND, id);
        });
    keys.forget(id);
    LOG.log(System.Logger.Level.INFO, "Key {0} is deleted, and its material destroyed", id);
  }

  /** Deleted rows are overwritten where they were; this clears away what else is left of them. */
  private void scrub() {
    try {
      ledger.scrub();
    } catch (KeyOperationException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "What deleted keys have left in {0} is not cleared away yet: {1}",
          ledger.location(),
          e.getMessage());
    }
  }

  private static KeyOperationException conflict(KeyRecord record) {
    return conflict(record.id().value());
  }

  private static KeyOperationException conflict(String id) {
    return new KeyOperationException(Reason.CONFLICT, "Key " + id + " is being rotated; try again");
  }

  private interface Change {
    void in(Records records) throws KeyOperationException;
  }

  private void write(Change change) throws KeyOperationException {
    ledger.write(
        records -> {
          change.in(records);
          return null;
        });
    watch.saw(ledger.lastSeen());
  }
}
