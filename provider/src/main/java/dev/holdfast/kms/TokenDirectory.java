// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Inventories;
import dev.holdfast.backend.Inventories.StoredCertificate;
import dev.holdfast.backend.Inventories.StoredObject;
import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.KeyContext;
import dev.holdfast.backend.StoredKey;
import dev.holdfast.keys.PublicKeys;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyState;
import dev.holdfast.model.KeyType;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * The keys of a token that stands alone: its own objects are the entries and their labels the
 * names. What needs records says that it needs a vault.
 */
final class TokenDirectory implements KeyDirectory {
  private final Vault vault;
  private final KeyBackend backend;
  private final Inventories token;
  private final Predicate<char[]> pinCheck;
  private final SecureRandom random = new SecureRandom();
  private final Map<String, AtomicLong> nonces = new ConcurrentHashMap<>();

  /** Counts what was changed here; an index that was read before the last change is not used. */
  private final AtomicLong changes = new AtomicLong();

  private volatile Seen seen;

  /** An index, and how many changes there had been when its reading began. */
  private record Seen(TokenIndex index, long changes) {}

  /**
   * @param backend a backend with an inventory
   * @param pinCheck whether a PIN is the one the token was opened with; asks no token, which might
   *     lock
   */
  TokenDirectory(Vault vault, KeyBackend backend, Predicate<char[]> pinCheck) {
    this.vault = vault;
    this.backend = backend;
    this.token = (Inventories) backend;
    this.pinCheck = pinCheck;
  }

  @Override
  public String location() {
    return "hsm " + backend.name();
  }

  private TokenIndex index() throws KeyOperationException {
    Seen last = seen;
    if (last == null || last.changes != changes.get() || last.index.isStale()) {
      long before = changes.get();
      last = new Seen(TokenIndex.read(token), before);
      seen = last;
    }
    return last.index;
  }

  @Override
  public long keyCount() throws KeyOperationException {
    return index().keys().size();
  }

  @Override
  public List<KeyMetadata> keys() throws KeyOperationException {
    List<KeyMetadata> result = new ArrayList<>();
    TokenIndex now = index();
    now.keys()
        .forEach(
            (name, object) ->
                result.add(
                    new KeyMetadata(
                        idOf(object),
                        now.specOf(object),
                        KeyState.ENABLED,
                        object.usages(),
                        backend.name(),
                        Optional.empty(),
                        "",
                        List.of(name))));
    return result;
  }

  private static KeyId idOf(StoredObject object) {
    return new KeyId("token/" + (object.objectId().isEmpty() ? object.label() : object.objectId()));
  }

  @Override
  public List<String> names() throws KeyOperationException {
    return index().names();
  }

  @Override
  public Optional<Entry> entry(String name) throws KeyOperationException {
    TokenIndex now = index();
    StoredObject object = now.keys().get(name);
    if (object != null) {
      return Optional.of(
          new Entry(
              name,
              Instant.EPOCH,
              Optional.of(managed(object, now.specOf(object))),
              now.chainOf(object)));
    }
    StoredCertificate certificate = now.trusted().get(name);
    return Optional.ofNullable(certificate)
        .map(
            found ->
                new Entry(name, Instant.EPOCH, Optional.empty(), List.of(found.certificate())));
  }

  private ManagedKey managed(StoredObject object, KeySpec spec) {
    return new ManagedKey(
        vault,
        idOf(object),
        spec,
        object.handle().publicKey().map(half -> PublicKeys.bound(spec, half)),
        false,
        standing(object));
  }

  private Standing standing(StoredObject object) {
    return new Standing(
        epoch(),
        KeyState.ENABLED,
        object.usages(),
        backend,
        List.of(new Standing.Backing(new byte[0], object.handle())),
        Standing.NEVER_DUE);
  }

  @Override
  public long now() {
    return System.currentTimeMillis();
  }

  /** Nobody asks a token when its keys were used. */
  @Override
  public long tick() {
    return 0;
  }

  /** Nothing is ever due: that takes records. */
  @Override
  public void runDue(ManagedKey key) {}

  @Override
  public ManagedKey create(KeyRequest request) throws KeyOperationException {
    if (request.spec().type() == KeyType.SYMMETRIC_DEFAULT) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          "A SYMMETRIC_DEFAULT key needs a record of its materials, and so a vault: set vault in"
              + " the configuration");
    }
    if (request.spec().type() == KeyType.RSA_PSS) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          "What an RSASSA-PSS key is bound to stands in its certificate on a token that stands"
              + " alone: make a session key and put it into the KeyStore with its certificate, or"
              + " set vault in the configuration");
    }
    TokenContext context = new TokenContext(request.alias());
    if (index().names().contains(context.label())) {
      throw new KeyOperationException(
          Reason.ALREADY_EXISTS,
          "The token has an object labelled " + context.label() + " already; choose another name");
    }
    StoredKey made = change(() -> backend.create(request.spec(), request.usages(), context));
    return managed(
        new StoredObject(
            context.objectId(), context.label(), made.handle(), request.usages(), false),
        request.spec());
  }

  private interface Change<T> {
    T make() throws KeyOperationException;
  }

  /** Changes the token; what was read of it before is void from then on, also after a failure. */
  private <T> T change(Change<T> change) throws KeyOperationException {
    try {
      return change.make();
    } finally {
      changes.incrementAndGet();
    }
  }

  @Override
  public void putKey(String name, ManagedKey key, List<X509Certificate> chain)
      throws KeyOperationException {
    change(() -> putKeyOnToken(name, key, chain));
  }

  private Void putKeyOnToken(String name, ManagedKey key, List<X509Certificate> chain)
      throws KeyOperationException {
    ManagedKey named = key.keptAs == null ? key : key.keptAs;
    StoredObject former = index().keys().get(name);
    if (former != null && !idOf(former).equals(named.id())) {
      // The key that had the name stays, under a name that tells it apart.
      token.relabel(former.handle(), TokenIndex.apart(former));
    }
    if (named.isSession()) {
      TokenContext context = new TokenContext(Optional.of(name));
      StoredKey made = backend.keep(named.standing.handle(), named.standing.usages(), context);
      key.keptAs =
          managed(
              new StoredObject(
                  context.objectId(), name, made.handle(), named.standing.usages(), false),
              named.spec());
    } else {
      token.relabel(named.standing.handle(), name);
    }
    ManagedKey stored = key.keptAs == null ? key : key.keptAs;
    if (!chain.isEmpty()) {
      token.putChain(stored.standing.handle(), name, chain);
    }
    return null;
  }

  @Override
  public void putCertificate(String name, X509Certificate certificate)
      throws KeyOperationException {
    TokenIndex now = index();
    if (now.keys().containsKey(name)) {
      throw new KeyOperationException(
          Reason.ALREADY_EXISTS, "The name " + name + " stands for a key");
    }
    StoredCertificate former = now.trusted().get(name);
    if (former != null && former.label().equals(name) && former.certificate().equals(certificate)) {
      // It is there: once written again, the two could not be told apart, and both be removed.
      return;
    }
    change(
        () -> {
          token.putCertificate(name, certificate);
          if (former != null) {
            token.removeCertificate(former);
          }
          return null;
        });
  }

  @Override
  public boolean delete(String name) throws KeyOperationException {
    return change(() -> deleteOnToken(name));
  }

  private boolean deleteOnToken(String name) throws KeyOperationException {
    TokenIndex now = index();
    StoredObject object = now.keys().get(name);
    StoredCertificate certificate = now.trusted().get(name);
    if (object != null) {
      for (StoredCertificate own : now.certificatesOf(object)) {
        token.removeCertificate(own);
      }
      backend.destroy(object.handle());
    } else if (certificate != null) {
      token.removeCertificate(certificate);
    } else {
      return false;
    }
    return true;
  }

  /** Objects of a token have no state that could change under a key in use. */
  @Override
  public long epoch() {
    return 0;
  }

  @Override
  public Standing resolve(ManagedKey key) throws KeyOperationException {
    for (StoredObject object : index().keys().values()) {
      if (idOf(object).equals(key.id())) {
        return standing(object);
      }
    }
    throw new KeyOperationException(
        Reason.NOT_FOUND, "Key " + key.id() + " is no longer on the token of " + backend.name());
  }

  /** A token has no place for the number, so that every process counts for itself. */
  @Override
  public long reserveNonces(KeyId key, String material, long count) {
    return nonces.computeIfAbsent(material, unused -> new AtomicLong()).getAndAdd(count);
  }

  @Override
  public boolean isPin(char[] pin) {
    return pinCheck.test(pin);
  }

  @Override
  public void changePin(char[] pin) throws KeyOperationException {
    throw new KeyOperationException(
        Reason.UNSUPPORTED,
        "The PIN of a token that stands alone is changed with the HSM's own tools, then in the"
            + " configuration");
  }

  @Override
  public List<Finding> diagnose() {
    List<Finding> findings = new ArrayList<>();
    try {
      TokenIndex index = TokenIndex.read(token);
      findings.add(
          Finding.ok(
              "The token of "
                  + backend.name()
                  + " has "
                  + index.keys().size()
                  + " keys that Holdfast can use."));
      findings.addAll(TokenFindings.entries(index, Instant.ofEpochMilli(now())));
      findings.addAll(TokenFindings.of(backend.name(), token));
    } catch (KeyOperationException e) {
      findings.add(
          Finding.error(
              "The token of " + backend.name() + ": " + e.getMessage(), "Mend it and look again."));
    }
    return findings;
  }

  @Override
  public void close() {
    seen = null;
  }

  /** The context of a key without record: its CKA_ID is all there is. */
  private final class TokenContext implements KeyContext {
    private final byte[] material = new byte[16];
    private final Optional<String> label;

    TokenContext(Optional<String> label) {
      this.label = label;
      random.nextBytes(material);
    }

    String objectId() {
      return HexFormat.of().formatHex(material);
    }

    @Override
    public KeyId id() {
      return new KeyId("token/" + objectId());
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public byte[] materialId() {
      return material.clone();
    }

    @Override
    public String label() {
      return label.orElseGet(this::objectId);
    }

    @Override
    public SecretMemory sealingKey() throws KeyOperationException {
      throw new KeyOperationException(
          Reason.UNSUPPORTED, "A token that stands alone seals nothing; that needs a vault");
    }
  }
}
