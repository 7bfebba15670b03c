// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.KeyBackend;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.policy.Authorizer;
import dev.holdfast.policy.Operation;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * An open vault: one directory of keys, one or more backends, one gate. What the JCA, the command
 * and integrations work with.
 *
 * <p>Safe for use by several threads. Errors are {@link KeyOperationException}s with a reason.
 */
public final class Vault implements AutoCloseable {
  /** Bytes of a message that are kept in memory until it ends, unless the configuration says. */
  public static final int DEFAULT_MAX_MESSAGE = 64 << 20;

  private final KeyDirectory directory;
  private final Gate gate;
  private final String principal;
  private final KeyBackend newKeys;
  private final BackendSet backends;
  private final SessionKeys sessionKeys;
  private volatile NonceCounts nonces;
  private volatile int maxMessage = DEFAULT_MAX_MESSAGE;
  private volatile Optional<Containers> containers = Optional.empty();
  private volatile Place place = Place.NOWHERE;

  /**
   * @param directory makes the directory of this vault
   * @param newKeys the backend where new keys go, one of {@code backends}
   */
  Vault(
      Function<Vault, KeyDirectory> directory,
      String principal,
      Authorizer authorizer,
      AuditLog audit,
      KeyBackend newKeys,
      List<KeyBackend> backends) {
    this.directory = directory.apply(this);
    this.gate = new Gate(this.directory, principal, authorizer, audit);
    this.principal = principal;
    this.newKeys = newKeys;
    this.backends = new BackendSet(backends);
    this.sessionKeys = new SessionKeys(this, gate, newKeys, this.backends);
    this.nonces = new NonceCounts(this.directory::reserveNonces);
  }

  Gate gate() {
    return gate;
  }

  /** Tells the vault that its keys have records, and where they are. */
  void keepsRecords(Containers records, Place where) {
    containers = Optional.of(records);
    place = where;
  }

  /** The records; empty where a token stands alone. */
  Optional<Containers> containers() {
    return containers;
  }

  Place place() {
    return place;
  }

  KeyBackend newKeys() {
    return newKeys;
  }

  /** Makes a key that stays. */
  public ManagedKey createKey(KeyRequest request) throws KeyOperationException {
    gate.authorize(Operation.CREATE_KEY, Optional.empty());
    requireOffered(request.spec());
    return directory.create(request);
  }

  /** Makes the managed key of a service, for whoever may ask what it is. */
  void createManaged(KeyRequest request) throws KeyOperationException {
    requireOffered(request.spec());
    directory.create(request);
  }

  /** Makes a key that ends with {@link ManagedKey#destroy} or with the process. */
  public ManagedKey createSessionKey(KeySpec spec, Set<KeyUsage> usages)
      throws KeyOperationException {
    requireOffered(spec);
    return sessionKeys.create(spec, usages);
  }

  /**
   * Takes in a key made elsewhere, as a session key.
   *
   * @param material a private key as PKCS#8 DER, a secret key raw; the caller wipes it
   * @param publicKey for a private key, refused unless it is the public half; may be empty
   */
  public ManagedKey importSessionKey(
      KeySpec spec, Set<KeyUsage> usages, byte[] material, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    return sessionKeys.takeIn(spec, usages, material, publicKey);
  }

  /**
   * Takes in a key pair made elsewhere, as a session key.
   *
   * @param pkcs8 the private key, which says what it is; the caller wipes it
   * @param publicKey refused unless it is the public half; empty where the caller has none
   */
  public ManagedKey importSessionPair(byte[] pkcs8, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    return sessionKeys.takeIn(pkcs8, publicKey);
  }

  /** The keys that end with the process. */
  SessionKeys sessionKeys() {
    return sessionKeys;
  }

  void countRandomNonce(ManagedKey key) throws KeyOperationException {
    ManagedKey counted = key.keptAs == null ? key : key.keptAs;
    if (counted.isSession()) {
      nonces.takeOfSession(counted.id(), counted.nonces);
    } else {
      byte[] material = material(counted);
      NonceCounts.Counted last = counted.counted;
      if (last == null || last.material() != material) {
        last = nonces.of(material);
        counted.counted = last;
      }
      nonces.take(counted.id(), last);
    }
  }

  /** What a stored key's nonces are counted for; a token's own key has nothing but its id. */
  private byte[] material(ManagedKey key) throws KeyOperationException {
    byte[] material = gate.standing(key).current().material();
    return material.length == 0 ? key.id().value().getBytes(StandardCharsets.UTF_8) : material;
  }

  /** Sets other limits than the standard's, which are too far away to be tried. */
  void limitNonces(long warnAt, long refuseAt) {
    nonces = new NonceCounts(directory::reserveNonces, warnAt, refuseAt);
  }

  /** Bytes of a message that may be kept in memory until it ends. */
  public int maxMessage() {
    return maxMessage;
  }

  /** Sets how many bytes of a message may be kept in memory until it ends. */
  public void limitMessages(int bytes) {
    maxMessage = bytes;
  }

  /** Refuses every use that NIST does not approve, from now on. */
  public void allowApprovedOnly() {
    gate.allowApprovedOnly();
  }

  void requireOffered(KeySpec spec) throws KeyOperationException {
    gate.requireApproved(spec, Operation.CREATE_KEY);
    if (!newKeys.supports(spec.material())) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED, "Backend " + newKeys.name() + " makes no " + spec + " keys");
    }
  }

  /** The names of all entries: aliases, ids of keys without alias, trusted certificates. */
  public List<String> names() throws KeyOperationException {
    return directory.names();
  }

  /** What a name stands for. */
  public Optional<Entry> entry(String name) throws KeyOperationException {
    return directory.entry(name);
  }

  /**
   * Names a key of this vault and sets the certificates kept under that name, in place of what the
   * name stood for; a key that loses a name this way stays. A session key becomes a stored one.
   */
  public void putKey(String name, ManagedKey key, List<X509Certificate> chain)
      throws KeyOperationException {
    if (key.vault() != this) {
      throw new KeyOperationException(
          Reason.WRONG_KEY,
          "Key "
              + key.id()
              + " belongs to another vault and does not leave it; make a new key in this one");
    }
    gate.authorize(
        key.isSession() ? Operation.CREATE_KEY : Operation.UPDATE_ALIAS, Optional.of(key));
    boolean becomesStored = key.isSession() && key.keptAs == null;
    directory.putKey(name, key, chain);
    if (becomesStored && key.keptAs != null) {
      nonces.carry(key.nonces, key.keptAs.id(), material(key.keptAs));
    }
  }

  /** Keeps a trusted certificate. */
  public void putCertificate(String name, X509Certificate certificate)
      throws KeyOperationException {
    gate.authorize(Operation.UPDATE_ALIAS, Optional.empty());
    directory.putCertificate(name, certificate);
  }

  /**
   * Removes a name; a key that loses its last name is scheduled for deletion.
   *
   * @return whether there was such a name
   */
  public boolean deleteEntry(String name) throws KeyOperationException {
    gate.authorize(Operation.DELETE_ALIAS, Optional.empty());
    return directory.delete(name);
  }

  /** Every key, for people. */
  public List<KeyMetadata> keys() throws KeyOperationException {
    return directory.keys();
  }

  /** Whether {@code pin} is the principal's. */
  public boolean isPin(char[] pin) throws KeyOperationException {
    return directory.isPin(pin);
  }

  /** Changes the principal's PIN. */
  public void changePin(char[] pin) throws KeyOperationException {
    directory.changePin(pin);
  }

  public VaultStatus status() throws KeyOperationException {
    List<VaultStatus.BackendStatus> described = new ArrayList<>();
    for (KeyBackend backend : backends.all()) {
      described.add(new VaultStatus.BackendStatus(backend.name(), backend.describe()));
    }
    return new VaultStatus(
        directory.location(),
        principal,
        directory.keyCount(),
        newKeys.name(),
        gate.isApprovedOnly(),
        described);
  }

  /** The backends, by name. */
  public BackendSet backends() {
    return backends;
  }

  /** Looks at everything and says what is wrong and how to mend it. May take long. */
  public List<Finding> diagnose() {
    return directory.diagnose();
  }

  /** Closes the store and the backends; keys of this vault fail from here on. */
  @Override
  public void close() {
    directory.close();
    backends.all().forEach(KeyBackend::close);
  }
}
