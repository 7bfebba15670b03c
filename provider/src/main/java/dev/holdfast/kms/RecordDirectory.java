// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.ledger.Ledger;
import dev.holdfast.ledger.Records;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyState;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** The keys of a vault by the records of its ledger. */
final class RecordDirectory implements KeyDirectory {
  private static final System.Logger LOG = System.getLogger("dev.holdfast.vault");

  /** How long a key that has lost its last name can still be saved, AWS's default. */
  private static final int DELETION_WINDOW_DAYS = 30;

  /** How often the notes of last uses are written. */
  private static final Duration NOTES = Duration.ofMinutes(10);

  private static final Duration TICK = Duration.ofMillis(500);

  private final Ledger ledger;
  private final Keyring keyring;
  private final String principal;
  private final boolean weakPinAllowed;
  private final Clock clock;
  private final Watch watch;
  private final RecordKeys keys;
  private final DueWork due;
  private final LastUses uses;
  private final ReentrantLock dueLock = new ReentrantLock();
  private final Entries entries;
  private volatile long tick;

  RecordDirectory(
      Vault vault,
      Ledger ledger,
      Keyring keyring,
      String principal,
      boolean weakPinAllowed,
      Watch watch,
      Clock clock,
      KeyBackend newKeys,
      Map<String, KeyBackend> backends) {
    this.ledger = ledger;
    this.keyring = keyring;
    this.principal = principal;
    this.weakPinAllowed = weakPinAllowed;
    this.clock = clock;
    this.watch = watch;
    this.keys = new RecordKeys(vault, ledger, keyring, clock, newKeys, backends);
    this.due = new DueWork(ledger, keys, watch, clock);
    this.uses = new LastUses(ledger);
    this.entries = new Entries(ledger, keys, watch);
    this.tick = clock.millis();
    watch.every(TICK, () -> tick = clock.millis());
    watch.every(NOTES, () -> uses.write(keys.known()));
  }

  /** The records, for the key management service. */
  Containers containers() {
    return new Containers(ledger, keys, watch, clock, due, uses);
  }

  /** Finishes or undoes what a process that died has left half done. */
  void reconcile() throws KeyOperationException {
    keys.reconcile();
    due.reconcile();
  }

  @Override
  public long now() {
    return clock.millis();
  }

  @Override
  public long tick() {
    return tick;
  }

  /**
   * {@inheritDoc}
   *
   * <p>One thread does it; the others go on with the key as it is.
   */
  @Override
  public void runDue(ManagedKey key) {
    if (!dueLock.tryLock()) {
      return;
    }
    try {
      due.run(key.id().value());
    } catch (KeyOperationException e) {
      if (e.reason() != Reason.CONFLICT) {
        LOG.log(
            System.Logger.Level.WARNING,
            "What is due for key {0} cannot be done yet: {1}",
            key.id(),
            e.getMessage());
      }
    } finally {
      dueLock.unlock();
    }
  }

  @Override
  public String location() {
    return ledger.location();
  }

  @Override
  public long keyCount() throws KeyOperationException {
    return ledger.read(records -> records.count(KeyRecord.KIND));
  }

  @Override
  public long epoch() throws KeyOperationException {
    return watch.epoch();
  }

  @Override
  public List<String> names() throws KeyOperationException {
    return entries.names();
  }

  @Override
  public Optional<Entry> entry(String name) throws KeyOperationException {
    return entries.entry(name);
  }

  @Override
  public List<KeyMetadata> keys() throws KeyOperationException {
    return ledger.read(
        records -> {
          Map<String, List<String>> aliases = new HashMap<>();
          for (Records.Name alias : records.names(NameRecord.ALIAS)) {
            aliases.computeIfAbsent(alias.owner(), id -> new ArrayList<>()).add(alias.name());
          }
          List<KeyMetadata> result = new ArrayList<>();
          for (Records.Name key : records.names(KeyRecord.KIND)) {
            Optional<byte[]> body = records.get(KeyRecord.KIND, key.name());
            if (body.isPresent()) {
              KeyRecord record = KeyRecord.decode(key.name(), body.get());
              result.add(metadata(record, aliases.getOrDefault(key.name(), List.of())));
            }
          }
          return result;
        });
  }

  private static KeyMetadata metadata(KeyRecord record, List<String> aliases) {
    return new KeyMetadata(
        record.id(),
        record.spec(),
        record.state(),
        record.usages(),
        record.backend(),
        Optional.of(record.created()),
        record.description(),
        aliases);
  }

  @Override
  public ManagedKey create(KeyRequest request) throws KeyOperationException {
    if (request.alias().isPresent()) {
      String alias = request.alias().get();
      ledger.read(
          records -> {
            requireFree(records, alias);
            return null;
          });
    }
    return make(
        request,
        (backend, context) -> backend.create(request.spec().material(), request.usages(), context),
        (records, id) -> {
          if (request.alias().isPresent()) {
            requireFree(records, request.alias().get());
            if (!request.details().isManaged()) {
              refuseReserved(request.alias().get());
            }
            putName(records, request.alias().get(), id, List.of());
          }
        });
  }

  private ManagedKey make(KeyRequest request, RecordKeys.Making making, RecordKeys.Naming naming)
      throws KeyOperationException {
    ManagedKey made = keys.make(request, making, naming);
    watch.saw(ledger.lastSeen());
    return made;
  }

  private static void requireFree(Records records, String name) throws KeyOperationException {
    for (String kind : List.of(NameRecord.ALIAS, NameRecord.CERTIFICATE, KeyRecord.KIND)) {
      if (records.get(kind, name).isPresent()) {
        throw new KeyOperationException(
            Reason.ALREADY_EXISTS, "The name " + name + " is taken; choose another or delete it");
      }
    }
  }

  private void putAlias(Records records, String name, String key, List<X509Certificate> chain)
      throws KeyOperationException {
    refuseReserved(name);
    putName(records, name, key, chain);
  }

  private void putName(Records records, String name, String key, List<X509Certificate> chain)
      throws KeyOperationException {
    NameRecord record = new NameRecord(key, clock.instant(), chain);
    records.put(NameRecord.ALIAS, name, key, record.encode());
  }

  @Override
  public void putKey(String name, ManagedKey key, List<X509Certificate> chain)
      throws KeyOperationException {
    NameRecord.refuseBadName(name);
    if (!key.isSession()) {
      write(records -> rename(records, name, key, chain));
    } else if (key.keptAs != null) {
      putKey(name, key.keptAs, chain);
      return;
    } else {
      keep(name, key, chain);
    }
    keys.putChainOnToken(key.keptAs == null ? key : key.keptAs, name, chain);
  }

  private void keep(String name, ManagedKey session, List<X509Certificate> chain)
      throws KeyOperationException {
    Standing standing = session.standing;
    KeyRequest request = new KeyRequest(session.spec(), standing.usages(), Optional.of(name), "");
    session.keptAs =
        make(
            request,
            (backend, context) -> backend.keep(standing.handle(), request.usages(), context),
            (records, id) -> {
              records.delete(NameRecord.CERTIFICATE, name);
              putAlias(records, name, id, chain);
            });
  }

  private Void rename(Records records, String name, ManagedKey key, List<X509Certificate> chain)
      throws KeyOperationException {
    KeyRecord record = keys.require(records, key.id().value());
    if (record.state() == KeyState.PENDING_DELETION) {
      throw new KeyOperationException(
          Reason.INVALID_STATE, "Key " + key.id() + " " + record.state().phrase());
    }
    records.delete(NameRecord.CERTIFICATE, name);
    putAlias(records, name, key.id().value(), chain);
    return null;
  }

  private static void refuseReserved(String name) throws KeyOperationException {
    if (ManagedKeys.isReserved(name)) {
      throw new KeyOperationException(
          Reason.NOT_ALLOWED, "The alias " + name + " is reserved for managed keys");
    }
  }

  @Override
  public void putCertificate(String name, X509Certificate certificate)
      throws KeyOperationException {
    NameRecord.refuseBadName(name);
    write(
        records -> {
          if (records.get(NameRecord.ALIAS, name).isPresent()
              || records.get(KeyRecord.KIND, name).isPresent()) {
            throw new KeyOperationException(
                Reason.ALREADY_EXISTS, "The name " + name + " stands for a key");
          }
          NameRecord record = new NameRecord("", clock.instant(), List.of(certificate));
          records.put(NameRecord.CERTIFICATE, name, "", record.encode());
          return null;
        });
  }

  @Override
  public boolean delete(String name) throws KeyOperationException {
    return write(
        records -> {
          Optional<byte[]> alias = records.get(NameRecord.ALIAS, name);
          if (alias.isPresent()) {
            refuseReserved(name);
            String key = NameRecord.decode(name, alias.get()).key();
            records.delete(NameRecord.ALIAS, name);
            if (records.owned(NameRecord.ALIAS, key).isEmpty()) {
              scheduleDeletion(records, key);
            }
          } else if (records.get(NameRecord.CERTIFICATE, name).isPresent()) {
            records.delete(NameRecord.CERTIFICATE, name);
          } else if (records.get(KeyRecord.KIND, name).isPresent()
              && records.owned(NameRecord.ALIAS, name).isEmpty()) {
            scheduleDeletion(records, name);
          } else {
            return false;
          }
          return true;
        });
  }

  private void scheduleDeletion(Records records, String key) throws KeyOperationException {
    KeyRecord record = keys.require(records, key);
    Instant when = clock.instant().plus(Duration.ofDays(DELETION_WINDOW_DAYS));
    keys.put(records, record.pendingDeletion(when, DELETION_WINDOW_DAYS));
  }

  private <T> T write(Ledger.Work<T> work) throws KeyOperationException {
    T result = ledger.write(work);
    watch.saw(ledger.lastSeen());
    return result;
  }

  @Override
  public Standing resolve(ManagedKey key) throws KeyOperationException {
    return ledger.read(
        records -> {
          watch.saw(records.counter());
          return keys.resolve(records, key);
        });
  }

  @Override
  public long reserveNonces(KeyId key, String material, long count) throws KeyOperationException {
    return write(records -> NonceRecord.reserve(records, key, material, count));
  }

  @Override
  public boolean isPin(char[] pin) throws KeyOperationException {
    PrincipalRecord record = ledger.read(this::ownRecord);
    try {
      record.unwrap(pin, location()).close();
      return true;
    } catch (KeyOperationException e) {
      if (e.reason() == Reason.LOGIN) {
        return false;
      }
      throw e;
    }
  }

  private PrincipalRecord ownRecord(Records records) throws KeyOperationException {
    byte[] body =
        records
            .get(PrincipalRecord.KIND, principal)
            .orElseThrow(
                () ->
                    new KeyOperationException(
                        Reason.NOT_FOUND, "There is no principal " + principal));
    return PrincipalRecord.decode(principal, body);
  }

  @Override
  public void changePin(char[] pin) throws KeyOperationException {
    if (!weakPinAllowed) {
      Pins.refuseWeak(pin);
    }
    PrincipalRecord wrapped = keyring.wrapFor(principal, pin);
    write(
        records -> {
          records.put(PrincipalRecord.KIND, principal, "", wrapped.encode());
          return null;
        });
  }

  @Override
  public List<Finding> diagnose() {
    return new Diagnosis(ledger, keys).findings();
  }

  @Override
  public void close() {
    uses.write(keys.known());
    watch.close();
    ledger.close();
    keyring.close();
  }
}
