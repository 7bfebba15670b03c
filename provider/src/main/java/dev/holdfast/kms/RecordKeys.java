// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Inventories;
import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.backend.StoredKey;
import dev.holdfast.keys.PublicKeys;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.Records;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyState;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Key records and the backing keys they lead to: making, finding, and cleaning up after a process
 * that died between the two systems that making a key on a token takes.
 */
final class RecordKeys {
  private static final int MATERIAL_ID = 16;

  /** When more keys than this are known, those that were only looked at are let go. */
  private static final int MANY = 10_000;

  private static final System.Logger LOG = System.getLogger("dev.holdfast.vault");

  private final Vault vault;
  private final Ledger ledger;
  private final Keyring keyring;
  private final Clock clock;
  private final KeyBackend newKeys;
  private final Map<String, KeyBackend> backends;
  private final SecureRandom random = new SecureRandom();

  /** Every key that was asked for, so that its handles, and what hangs on them, are shared. */
  private final Map<String, ManagedKey> known = new ConcurrentHashMap<>();

  private final AtomicInteger found = new AtomicInteger();

  /** How a backend makes the key: a new one, or a session key that stays. */
  @FunctionalInterface
  interface Making {
    StoredKey by(KeyBackend backend, RecordContext context) throws KeyOperationException;
  }

  /** What else is written in the transaction that makes the key usable. */
  @FunctionalInterface
  interface Naming {
    void in(Records records, String keyId) throws KeyOperationException;
  }

  RecordKeys(
      Vault vault,
      Ledger ledger,
      Keyring keyring,
      Clock clock,
      KeyBackend newKeys,
      Map<String, KeyBackend> backends) {
    this.vault = vault;
    this.ledger = ledger;
    this.keyring = keyring;
    this.clock = clock;
    this.newKeys = newKeys;
    this.backends = Map.copyOf(backends);
  }

  Map<String, KeyBackend> backends() {
    return backends;
  }

  /**
   * Makes a key that stays. Where the material lies outside the store, a record in state Creating
   * goes first, so that at every moment something leads to every object on the token.
   */
  ManagedKey make(KeyRequest request, Making making, Naming naming) throws KeyOperationException {
    KeyRecord creating = newRecord(request);
    RecordContext context =
        new RecordContext(
            keyring, creating, creating.current(), request.alias().orElse(creating.id().value()));
    if (newKeys.keepsMaterialInRecord()) {
      return finish(creating, making.by(newKeys, context), naming);
    }
    write(records -> put(records, creating));
    StoredKey made = null;
    try {
      made = making.by(newKeys, context);
      return finish(creating, made, naming);
    } catch (KeyOperationException | RuntimeException e) {
      undo(creating, made, e);
      throw e;
    }
  }

  private KeyRecord newRecord(KeyRequest request) {
    KeyId id = KeyId.random();
    Instant now = clock.instant();
    return new KeyRecord(
        id,
        request.spec(),
        request.usages(),
        KeyState.CREATING,
        now,
        request.description(),
        newKeys.name(),
        Maker.self(),
        Instant.EPOCH,
        newKeys.keepsMaterialInRecord() ? keyring.newSealingKey(id) : new byte[0],
        List.of(new KeyRecord.Version(1, newMaterial(), new byte[0], new byte[0], now, "", "")),
        request.details());
  }

  /** A fresh name for a backing key. */
  byte[] newMaterial() {
    byte[] material = new byte[MATERIAL_ID];
    random.nextBytes(material);
    return material;
  }

  private ManagedKey finish(KeyRecord creating, StoredKey made, Naming naming)
      throws KeyOperationException {
    byte[] spki =
        made.handle()
            .publicKey()
            .map(key -> PublicKeys.bound(creating.spec(), key).getEncoded())
            .orElse(new byte[0]);
    KeyRecord enabled = creating.enabled(made.reference(), spki);
    ledger.write(
        records -> {
          put(records, enabled);
          naming.in(records, enabled.id().value());
          return null;
        });
    return managed(enabled);
  }

  private void undo(KeyRecord creating, StoredKey made, Exception because) {
    try {
      if (made != null) {
        newKeys.destroy(made.handle());
      }
      write(records -> records.delete(KeyRecord.KIND, creating.id().value()));
    } catch (KeyOperationException e) {
      // The record in state Creating stays and leads to what is left; doctor shows it, and the next
      // opening after this process cleans up.
      because.addSuppressed(e);
    }
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
  }

  void put(Records records, KeyRecord record) throws KeyOperationException {
    if (record.state() != KeyState.ENABLED && backends.containsKey(record.backend())) {
      backends.get(record.backend()).release(record.id());
    }
    records.put(KeyRecord.KIND, record.id().value(), record.owner(), record.encode());
  }

  KeyRecord require(Records records, String id) throws KeyOperationException {
    byte[] body =
        records
            .get(KeyRecord.KIND, id)
            .orElseThrow(
                () -> new KeyOperationException(Reason.NOT_FOUND, "Key " + id + " does not exist"));
    return KeyRecord.decode(id, body);
  }

  /** The key an alias names. */
  ManagedKey known(Records records, String id) throws KeyOperationException {
    ManagedKey key = known.get(id);
    return key == null ? managed(require(records, id)) : key;
  }

  /** A key that was asked for before; whether it still is there, its next use says. */
  Optional<ManagedKey> known(String id) {
    return Optional.ofNullable(known.get(id));
  }

  /** Every key that was asked for. */
  Collection<ManagedKey> known() {
    return known.values();
  }

  ManagedKey managed(KeyRecord record) throws KeyOperationException {
    ManagedKey key = known.get(record.id().value());
    if (key == null) {
      key = new ManagedKey(vault, record.id(), record.spec(), publicKey(record), false, null);
      if (known.size() > MANY && found.incrementAndGet() % (MANY / 10) == 0) {
        known.values().removeIf(each -> each.lastUse().isEmpty());
      }
      ManagedKey first = known.putIfAbsent(record.id().value(), key);
      return first == null ? key : first;
    }
    return key;
  }

  void forget(String id) {
    known.remove(id);
  }

  private static Optional<PublicKey> publicKey(KeyRecord record) throws KeyOperationException {
    byte[] spki = record.current().publicKey();
    return spki.length == 0
        ? Optional.empty()
        : Optional.of(Der.publicKey(spki, "The record of key " + record.id()));
  }

  /**
   * How a key stands now; the handles of the last time serve again while their material is there.
   */
  Standing resolve(Records records, ManagedKey key) throws KeyOperationException {
    KeyRecord record = require(records, key.id().value());
    if (record.state() != KeyState.ENABLED) {
      backend(record).release(record.id());
    }
    Standing last = key.standing;
    List<Standing.Backing> backings = new ArrayList<>();
    for (KeyRecord.Version version : record.versions()) {
      if (version.isMade()) {
        Optional<Standing.Backing> opened =
            last == null ? Optional.empty() : last.backing(version.material());
        backings.add(
            opened.isPresent()
                ? opened.get()
                : new Standing.Backing(version.material(), open(record, version)));
      }
    }
    return new Standing(
        records.counter(),
        record.state(),
        record.usages(),
        backend(record),
        List.copyOf(backings),
        DueWork.dueAt(record));
  }

  KeyHandle open(KeyRecord record, KeyRecord.Version version) throws KeyOperationException {
    return backend(record)
        .open(
            record.spec().material(),
            publicKey(record),
            version.reference(),
            context(record, version));
  }

  RecordContext context(KeyRecord record, KeyRecord.Version version) {
    return new RecordContext(keyring, record, version, record.id().value());
  }

  /** Destroys all material of a key; what is not there is no error. */
  void destroyMaterial(KeyRecord record) throws KeyOperationException {
    for (KeyRecord.Version version : record.versions()) {
      backend(record).destroy(open(record, version));
    }
  }

  KeyBackend backend(KeyRecord record) throws KeyOperationException {
    KeyBackend backend = backends.get(record.backend());
    if (backend == null) {
      throw new KeyOperationException(
          Reason.CONFIGURATION,
          "Key "
              + record.id()
              + " is in the backend "
              + record.backend()
              + ", which this configuration does not have; set hsm."
              + record.backend()
              + ".library and the rest");
    }
    return backend;
  }

  /** Puts a chain beside a key on its token, for other PKCS#11 programs; ours is in the record. */
  void putChainOnToken(ManagedKey key, String name, List<X509Certificate> chain)
      throws KeyOperationException {
    Standing standing = ledger.read(records -> resolve(records, key));
    if (!chain.isEmpty() && standing.backend() instanceof Inventories token) {
      token.putChain(standing.handle(), name, chain);
    }
  }

  /** Undoes half-made keys whose makers are dead. */
  void reconcile() throws KeyOperationException {
    for (KeyRecord record : ledger.read(this::halfMade)) {
      try {
        destroyMaterial(record);
        write(
            records -> {
              records.delete(KeyRecord.KIND, record.id().value());
              NonceRecord.delete(records, record.id());
            });
        LOG.log(
            System.Logger.Level.INFO,
            "Key {0}, left in state {1}, is removed",
            record.id(),
            record.state().kmsName());
      } catch (KeyOperationException e) {
        // An HSM that is down must not keep the vault from opening; the record waits for it.
        LOG.log(
            System.Logger.Level.WARNING,
            "Key {0}, left in state {1}, cannot be removed yet: {2}",
            record.id(),
            record.state().kmsName(),
            e.getMessage());
      }
    }
  }

  private List<KeyRecord> halfMade(Records records) throws KeyOperationException {
    Instant now = clock.instant();
    List<KeyRecord> found = new ArrayList<>();
    for (String id : records.owned(KeyRecord.KIND, KeyRecord.CREATING)) {
      KeyRecord record = require(records, id);
      if (Maker.isDead(record.maker(), record.created(), now)) {
        found.add(record);
      }
    }
    return found;
  }

  /** The name of a backing key on a token, as inventories print it. */
  static String objectId(KeyRecord.Version version) {
    return HexFormat.of().formatHex(version.material());
  }
}
