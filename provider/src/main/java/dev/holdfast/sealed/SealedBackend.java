// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.backend.DataKeys;
import dev.holdfast.backend.Derives;
import dev.holdfast.backend.Encrypts;
import dev.holdfast.backend.Imports;
import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.KeyContext;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.backend.Macs;
import dev.holdfast.backend.Signs;
import dev.holdfast.backend.StoredKey;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.seal.Seal;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * Keys in this process. At rest, in the store and on the heap, a key is sealed under its KMS key's
 * sealing key and bound to that key's id, version and spec. For its first use it is unsealed into
 * locked memory, handed to the engine, and the memory is wiped; the engine's key is kept ready for
 * the uses that follow and wiped when none has come for a while, or when the key is disabled or
 * destroyed.
 *
 * <p>Safe for use by several threads; operations share no lock but that of a key's first use.
 */
public final class SealedBackend
    implements KeyBackend, Signs, Encrypts, Macs, Derives, Imports, DataKeys {
  /** The name of this backend in every configuration. */
  public static final String NAME = "sealed";

  private final Engine engine;
  private final SessionContext session = new SessionContext();
  private final Leases leases;

  /**
   * @param lease how long a key that is not used stays unsealed; zero for no longer than a use
   */
  public SealedBackend(Engine engine, Duration lease) {
    this.engine = engine;
    this.leases = new Leases(lease);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String describe() {
    return "in this process; engine " + engine.describe();
  }

  @Override
  public boolean supports(Algorithm algorithm) {
    for (Algorithm needed : MessageKeys.needs(algorithm)) {
      if (!engine.supports(needed)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean keepsMaterialInRecord() {
    return true;
  }

  @Override
  public KeyHandle createSession(KeySpec spec, Set<KeyUsage> usages) throws KeyOperationException {
    return generate(spec, session.next());
  }

  @Override
  public StoredKey create(KeySpec spec, Set<KeyUsage> usages, KeyContext context)
      throws KeyOperationException {
    return stored(generate(spec, context));
  }

  private SealedKey generate(KeySpec spec, KeyContext context) throws KeyOperationException {
    Engine.Generated made = engine.generate(MessageKeys.loadedAs(spec));
    try (SecretMemory material = made.material()) {
      return seal(spec, made.publicKey(), material, context);
    }
  }

  @Override
  public StoredKey keep(KeyHandle sessionKey, Set<KeyUsage> usages, KeyContext context)
      throws KeyOperationException {
    SealedKey key = own(sessionKey);
    try (SecretMemory material = unseal(key)) {
      return stored(seal(key.spec(), key.publicKey(), material, context));
    }
  }

  @Override
  public KeyHandle importSession(
      KeySpec spec, Set<KeyUsage> usages, byte[] material, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    try (SecretMemory secret = SecretMemory.copyOf(material)) {
      // Loading proves that the material is a key of that spec before it is kept.
      KeySpec loaded = MessageKeys.loadedAs(spec);
      engine.load(loaded, secret, loaded).close();
      return seal(spec, publicKey, secret, session.next());
    }
  }

  @Override
  public KeyHandle open(
      KeySpec spec, Optional<PublicKey> publicKey, byte[] reference, KeyContext context) {
    return new SealedKey(spec, publicKey, reference, context);
  }

  @Override
  public boolean exists(KeyHandle handle) throws KeyOperationException {
    unseal(own(handle)).close();
    return true;
  }

  @Override
  public void destroy(KeyHandle handle) throws KeyOperationException {
    SealedKey key = own(handle);
    synchronized (key) {
      key.forget();
    }
    leases.end(key.context().id());
  }

  @Override
  public byte[] sign(KeyHandle key, SignScheme scheme, byte[] input) throws KeyOperationException {
    return use(key, scheme, loaded -> loaded.sign(scheme, input));
  }

  @Override
  public byte[] encrypt(KeyHandle key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (scheme instanceof CipherScheme.Derived derived) {
      return useMessageKey(
          key, derived, loaded -> loaded.encrypt(derived.message(), in, offset, length));
    }
    return use(key, scheme, loaded -> loaded.encrypt(scheme, in, offset, length));
  }

  @Override
  public byte[] decrypt(KeyHandle key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    if (scheme instanceof CipherScheme.Derived derived) {
      return useMessageKey(
          key, derived, loaded -> loaded.decrypt(derived.message(), in, offset, length));
    }
    return use(key, scheme, loaded -> loaded.decrypt(scheme, in, offset, length));
  }

  @Override
  public byte[] mac(KeyHandle key, MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return use(key, scheme, loaded -> loaded.mac(scheme, in, offset, length));
  }

  @Override
  public byte[] derive(KeyHandle key, DerivationScheme scheme) throws KeyOperationException {
    return use(key, scheme, loaded -> loaded.derive(scheme));
  }

  @Override
  public KeyHandle deriveKey(
      KeyHandle key, DerivationScheme scheme, int offset, KeySpec spec, Set<KeyUsage> usages)
      throws KeyOperationException {
    byte[] secret = derive(key, scheme);
    try (SecretMemory material = SecretMemory.allocate(spec.bits() / 8)) {
      material.write(0, secret, offset, material.size());
      return seal(spec, Optional.empty(), material, session.next());
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }

  private interface Use {
    byte[] of(EngineKey loaded) throws KeyOperationException;
  }

  private byte[] use(KeyHandle handle, Algorithm algorithm, Use use) throws KeyOperationException {
    SealedKey key = own(handle);
    KeyLease lease = key.lease(algorithm);
    EngineKey leased = lease == null ? null : lease.take();
    if (leased == null) {
      return useFirst(key, algorithm, use);
    }
    try {
      return use.of(leased);
    } finally {
      lease.giveBack(leased);
    }
  }

  /** Unseals a key, and keeps it so for the uses that follow. */
  private byte[] useFirst(SealedKey key, Algorithm algorithm, Use use)
      throws KeyOperationException {
    if (!leases.areGranted()) {
      try (EngineKey loaded = load(key, algorithm)) {
        return use.of(loaded);
      }
    }
    EngineKey loaded;
    KeyLease lease;
    // Threads that want a key at the same time need it unsealed once.
    synchronized (key) {
      lease = key.lease(algorithm);
      loaded = lease == null ? null : lease.take();
      if (loaded == null) {
        EngineKey original = load(key, algorithm);
        lease = new KeyLease(key.context().id(), original);
        loaded = original.copy().orElseThrow();
        key.add(lease);
        leases.add(lease);
      }
    }
    try {
      return use.of(loaded);
    } finally {
      lease.giveBack(loaded);
    }
  }

  private EngineKey load(SealedKey key, Algorithm algorithm) throws KeyOperationException {
    try (SecretMemory material = unseal(key)) {
      return engine.load(MessageKeys.loadedAs(key.spec()), material, algorithm);
    }
  }

  /** Derives the key of one message, and has that used. */
  private byte[] useMessageKey(KeyHandle handle, CipherScheme.Derived scheme, Use use)
      throws KeyOperationException {
    byte[] input = MessageKeys.input(scheme.nonce());
    byte[] bytes =
        use(handle, MessageKeys.PRF, loaded -> loaded.mac(MessageKeys.PRF, input, 0, input.length));
    try (SecretMemory messageKey = SecretMemory.copyOf(bytes);
        EngineKey loaded = engine.load(MessageKeys.SPEC, messageKey, scheme.message())) {
      return use.of(loaded);
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  @Override
  public NewPair makePair(KeySpec spec) throws KeyOperationException {
    Engine.Generated made = engine.generate(spec);
    try (SecretMemory material = made.material()) {
      return new NewPair(material.toByteArray(), made.publicKey().orElseThrow());
    }
  }

  private static SealedKey seal(
      KeySpec spec, Optional<PublicKey> publicKey, SecretMemory material, KeyContext context)
      throws KeyOperationException {
    try (SecretMemory sealingKey = context.sealingKey()) {
      byte[] sealed = Seal.seal(sealingKey, material, binding(spec, context));
      return new SealedKey(spec, publicKey, sealed, context);
    }
  }

  private static SecretMemory unseal(SealedKey key) throws KeyOperationException {
    byte[] sealed = key.sealed();
    if (sealed == null) {
      throw new KeyOperationException(
          Reason.INVALID_STATE, "Key " + key.context().id() + " was destroyed");
    }
    try (SecretMemory sealingKey = key.context().sealingKey()) {
      return Seal.open(
          sealingKey,
          sealed,
          binding(key.spec(), key.context()),
          "The material of key " + key.context().id());
    }
  }

  /** What sealed material is bound to; material put under another key or version does not open. */
  private static byte[] binding(KeySpec spec, KeyContext context) {
    return ("holdfast material 1\n" + context.id() + "\n" + context.version() + "\n" + spec.name())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static StoredKey stored(SealedKey key) {
    return new StoredKey(key, key.sealed());
  }

  private static SealedKey own(KeyHandle handle) throws KeyOperationException {
    if (handle instanceof SealedKey key) {
      return key;
    }
    throw new KeyOperationException(Reason.WRONG_KEY, "The key is not of the sealed backend");
  }

  @Override
  public void release(KeyId id) {
    leases.end(id);
  }

  @Override
  public void releaseAll() {
    leases.endAll();
  }

  @Override
  public void close() {
    leases.close();
    session.close();
  }
}
