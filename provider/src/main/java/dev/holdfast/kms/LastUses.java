// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.Records;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When keys were last used, and for what. A use leaves a note in memory; the notes are written
 * together, now and then and when the vault is closed, so that no use waits for the store.
 */
final class LastUses {
  static final String KIND = "use";

  private static final int FORM = 1;
  private static final System.Logger LOG = System.getLogger("dev.holdfast.vault");

  private final Ledger ledger;
  private final Map<String, Long> written = new ConcurrentHashMap<>();

  /** One use. */
  record LastUse(String operation, Instant when) {}

  LastUses(Ledger ledger) {
    this.ledger = ledger;
  }

  /** The last use of a key, whether written or not. */
  Optional<LastUse> of(Records records, String id, Optional<ManagedKey> key)
      throws KeyOperationException {
    Optional<LastUse> noted = key.flatMap(ManagedKey::lastUse);
    Optional<byte[]> body = records.get(KIND, id);
    if (body.isEmpty()) {
      return noted;
    }
    LastUse stored = decode(id, body.get());
    return noted.filter(use -> use.when().isAfter(stored.when())).or(() -> Optional.of(stored));
  }

  /** Writes the notes that are new, all in one transaction; what fails is written next time. */
  void write(Collection<ManagedKey> keys) {
    Map<String, LastUse> fresh = new ConcurrentHashMap<>();
    for (ManagedKey key : keys) {
      String id = key.id().value();
      key.lastUse()
          .filter(use -> use.when().toEpochMilli() > written.getOrDefault(id, 0L))
          .ifPresent(use -> fresh.put(id, use));
    }
    if (fresh.isEmpty()) {
      return;
    }
    try {
      ledger.write(
          records -> {
            for (Map.Entry<String, LastUse> use : fresh.entrySet()) {
              put(records, use.getKey(), use.getValue());
            }
            return null;
          });
      fresh.forEach((id, use) -> written.put(id, use.when().toEpochMilli()));
    } catch (KeyOperationException e) {
      // A vault that does not verify is reported by whoever needs what is in it.
      LOG.log(
          e.reason() == Reason.TAMPERED ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
          "The last uses of keys are not written: {0}",
          e.getMessage());
    }
  }

  private static void put(Records records, String id, LastUse use) throws KeyOperationException {
    if (records.get(KeyRecord.KIND, id).isEmpty()) {
      return;
    }
    Optional<byte[]> before = records.get(KIND, id);
    if (before.isEmpty() || decode(id, before.get()).when().isBefore(use.when())) {
      records.put(KIND, id, "", new Der.Writer(FORM).text(use.operation()).time(use.when()).done());
    }
  }

  private static LastUse decode(String id, byte[] body) throws KeyOperationException {
    Der.Reader in = new Der.Reader("The record of the last use of key " + id, body, FORM);
    return new LastUse(in.text(), in.time());
  }
}
