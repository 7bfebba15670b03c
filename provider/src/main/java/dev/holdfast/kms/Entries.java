// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.Records;
import dev.holdfast.model.KeyOperationException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the names of a vault stand for. Names and entries that were read are kept until the ledger
 * changes, since key managers walk through all of them at every handshake.
 */
final class Entries {
  private final Ledger ledger;
  private final RecordKeys keys;
  private final Watch watch;
  private volatile Seen seen = new Seen(-1);

  /** What has been read of one state of the ledger. */
  private static final class Seen {
    private final long epoch;
    private final Map<String, Optional<Entry>> entries = new ConcurrentHashMap<>();
    private volatile List<String> names;

    Seen(long epoch) {
      this.epoch = epoch;
    }
  }

  Entries(Ledger ledger, RecordKeys keys, Watch watch) {
    this.ledger = ledger;
    this.keys = keys;
    this.watch = watch;
  }

  private Seen seen() throws KeyOperationException {
    long epoch = watch.epoch();
    Seen last = seen;
    if (last.epoch != epoch) {
      last = new Seen(epoch);
      seen = last;
    }
    return last;
  }

  List<String> names() throws KeyOperationException {
    Seen state = seen();
    List<String> names = state.names;
    if (names == null) {
      names = ledger.read(Entries::readNames);
      state.names = names;
    }
    return names;
  }

  private static List<String> readNames(Records records) throws KeyOperationException {
    Set<String> names = new TreeSet<>();
    Set<String> named = new HashSet<>();
    for (Records.Name alias : records.names(NameRecord.ALIAS)) {
      names.add(alias.name());
      named.add(alias.owner());
    }
    for (Records.Name certificate : records.names(NameRecord.CERTIFICATE)) {
      names.add(certificate.name());
    }
    for (Records.Name key : records.names(KeyRecord.KIND)) {
      // Keys with an owner are being made or deleted; they are in nobody's key store.
      if (!KeyRecord.isHidden(key.owner()) && !named.contains(key.name())) {
        names.add(key.name());
      }
    }
    return List.copyOf(names);
  }

  Optional<Entry> entry(String name) throws KeyOperationException {
    Seen state = seen();
    Optional<Entry> known = state.entries.get(name);
    if (known == null) {
      known = ledger.read(records -> readEntry(records, name));
      state.entries.put(name, known);
    }
    return known;
  }

  private Optional<Entry> readEntry(Records records, String name) throws KeyOperationException {
    Optional<byte[]> alias = records.get(NameRecord.ALIAS, name);
    if (alias.isPresent()) {
      NameRecord record = NameRecord.decode(name, alias.get());
      ManagedKey key = keys.known(records, record.key());
      return Optional.of(new Entry(name, record.created(), Optional.of(key), record.chain()));
    }
    Optional<byte[]> certificate = records.get(NameRecord.CERTIFICATE, name);
    if (certificate.isPresent()) {
      NameRecord record = NameRecord.decode(name, certificate.get());
      return Optional.of(new Entry(name, record.created(), Optional.empty(), record.chain()));
    }
    Optional<byte[]> key = records.get(KeyRecord.KIND, name);
    if (key.isPresent()) {
      KeyRecord record = KeyRecord.decode(name, key.get());
      if (!KeyRecord.isHidden(record.owner())) {
        return Optional.of(
            new Entry(name, record.created(), Optional.of(keys.managed(record)), List.of()));
      }
    }
    return Optional.empty();
  }
}
