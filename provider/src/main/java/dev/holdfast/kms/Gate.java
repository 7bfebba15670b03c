// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Derives;
import dev.holdfast.backend.Encrypts;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.backend.Macs;
import dev.holdfast.backend.Signs;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.policy.Approved;
import dev.holdfast.policy.Authorizer;
import dev.holdfast.policy.Operation;
import java.util.Optional;
import java.util.Set;

/**
 * The one way to a key. Each use asks, in this order: is what we know of the store fresh, does the
 * key's state allow it, is it for this usage and algorithm, may this principal; then the backend
 * computes, and the audit log and the flight recorder are told.
 *
 * <p>The decision is made from the key's {@link Standing}, without I/O and without a lock.
 */
final class Gate {
  /** After what time something that is due and could not be done is tried again. */
  private static final long DUE_AGAIN_MILLIS = 10_000;

  private final KeyDirectory directory;
  private final String principal;
  private final Authorizer authorizer;
  private final AuditLog audit;
  private volatile boolean approvedOnly;

  Gate(KeyDirectory directory, String principal, Authorizer authorizer, AuditLog audit) {
    this.directory = directory;
    this.principal = principal;
    this.authorizer = authorizer;
    this.audit = audit;
  }

  /** From now on refuses what NIST does not approve. */
  void allowApprovedOnly() {
    approvedOnly = true;
  }

  boolean isApprovedOnly() {
    return approvedOnly;
  }

  /** Refuses to make or take in keys that are not approved, where that is asked for. */
  void requireApproved(KeySpec spec, Operation operation) throws KeyOperationException {
    if (approvedOnly) {
      Approved.require(spec, operation, spec);
    }
  }

  byte[] sign(ManagedKey key, SignScheme scheme, byte[] input) throws KeyOperationException {
    return pass(
        key,
        Operation.SIGN,
        scheme,
        scheme.keyType(),
        standing -> {
          if (approvedOnly) {
            Approved.requireDigest(scheme, input);
          }
          return capability(standing, Signs.class, scheme).sign(standing.handle(), scheme, input);
        });
  }

  /** The same for a message, where the key's backend {@linkplain #wantsMessage wants it}. */
  byte[] signMessage(ManagedKey key, SignScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return pass(
        key,
        Operation.SIGN,
        scheme,
        scheme.keyType(),
        standing ->
            capability(standing, Signs.class, scheme)
                .signMessage(standing.handle(), scheme, in, offset, length));
  }

  /** Whether the key's backend hashes by itself and signs no digest; may look at the token. */
  boolean wantsMessage(ManagedKey key, SignScheme scheme) throws KeyOperationException {
    return known(key).backend() instanceof Signs signs && signs.wantsMessage(scheme);
  }

  byte[] encrypt(ManagedKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return pass(
        key,
        Operation.ENCRYPT,
        scheme,
        scheme.keyType(),
        standing ->
            capability(standing, Encrypts.class, scheme)
                .encrypt(standing.handle(), scheme, in, offset, length));
  }

  byte[] decrypt(ManagedKey key, CipherScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return pass(
        key,
        Operation.DECRYPT,
        scheme,
        scheme.keyType(),
        standing ->
            capability(standing, Encrypts.class, scheme)
                .decrypt(standing.handle(), scheme, in, offset, length));
  }

  /** Uses a key to unwrap another, as a decryption. */
  KeyHandle unwrap(ManagedKey key, CipherScheme scheme, Use<KeyHandle> use)
      throws KeyOperationException {
    return pass(key, Operation.DECRYPT, scheme, scheme.keyType(), use);
  }

  /** How a key stands now, for what is counted and not computed. */
  Standing standing(ManagedKey key) throws KeyOperationException {
    return current(key);
  }

  byte[] mac(ManagedKey key, MacScheme scheme, byte[] in, int offset, int length)
      throws KeyOperationException {
    return pass(
        key,
        Operation.GENERATE_MAC,
        scheme,
        scheme.keyType(),
        standing ->
            capability(standing, Macs.class, scheme)
                .mac(standing.handle(), scheme, in, offset, length));
  }

  byte[] derive(ManagedKey key, DerivationScheme scheme) throws KeyOperationException {
    return pass(
        key,
        operation(scheme),
        scheme,
        scheme.keyType(),
        standing -> capability(standing, Derives.class, scheme).derive(standing.handle(), scheme));
  }

  /** The secret, or a part of it, as a session key of the key's own backend. */
  ManagedKey deriveKey(ManagedKey key, DerivationScheme scheme, int offset, KeySpec spec)
      throws KeyOperationException {
    requireApproved(spec, Operation.CREATE_KEY);
    Set<KeyUsage> usages = spec.type().usages();
    return pass(
        key,
        operation(scheme),
        scheme,
        scheme.keyType(),
        standing -> {
          KeyHandle derived =
              capability(standing, Derives.class, scheme)
                  .deriveKey(standing.handle(), scheme, offset, spec, usages);
          return key.vault().sessionKeys().keyOf(standing.backend(), derived, usages);
        });
  }

  private static Operation operation(DerivationScheme scheme) {
    return scheme.usage() == KeyUsage.ENCAPSULATE_DECAPSULATE
        ? Operation.DECAPSULATE
        : Operation.DERIVE_SHARED_SECRET;
  }

  /** Looks at a key's record anew, where what is known of it may be old. */
  void refresh(ManagedKey key) throws KeyOperationException {
    resolve(key);
  }

  /** Asks everything that can be asked before there is anything to compute. */
  void check(ManagedKey key, Operation operation) throws KeyOperationException {
    admit(key, operation);
  }

  /** Whether the key's backend computes that way; may look at the token. */
  boolean offers(ManagedKey key, Algorithm algorithm) throws KeyOperationException {
    return known(key).backend().supports(algorithm);
  }

  /** Where a key is, which does not change with what is new about it: no look is taken here. */
  private Standing known(ManagedKey key) throws KeyOperationException {
    Standing known = key.standing;
    return known == null ? current(key) : known;
  }

  /** Refuses what the key's backend does not compute, or what is not approved for any use. */
  void requireOffered(ManagedKey key, Algorithm algorithm) throws KeyOperationException {
    if (approvedOnly) {
      boolean signs = algorithm instanceof SignScheme;
      Approved.require(key.spec(), signs ? Operation.SIGN : Operation.DECRYPT, algorithm);
    }
    if (!offers(key, algorithm)) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          "Key "
              + key.id()
              + ": backend "
              + current(key).backend().name()
              + " does not offer "
              + algorithm);
    }
  }

  /** Asks whether the principal may do something that uses no key. */
  void authorize(Operation operation, Optional<ManagedKey> key) throws KeyOperationException {
    if (!authorizer.permits(principal, operation, key.map(ManagedKey::id))) {
      KeyOperationException refusal =
          new KeyOperationException(
              Reason.NOT_ALLOWED,
              principal
                  + " may not "
                  + operation.kmsName()
                  + key.map(k -> " key " + k.id()).orElse(""));
      audit.record(
          principal, operation, key.map(ManagedKey::id), Optional.empty(), Optional.of(refusal));
      throw refusal;
    }
  }

  /**
   * Some use of a key.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  interface Use<T> {
    T by(Standing standing) throws KeyOperationException;
  }

  /** Has a key used, if it may be used that way now. */
  <T> T pass(ManagedKey key, Operation operation, Algorithm algorithm, KeyType needed, Use<T> use)
      throws KeyOperationException {
    FlightRecorder.Span span = FlightRecorder.begin();
    try {
      requireFit(key, needed, algorithm);
      if (approvedOnly) {
        Approved.require(key.spec(), operation, algorithm);
      }
      T result = use.by(admit(key, operation));
      key.used(operation, directory.tick());
      report(span, key, operation, algorithm, Optional.empty());
      return result;
    } catch (KeyOperationException e) {
      report(span, key, operation, algorithm, Optional.of(e));
      throw e;
    }
  }

  private Standing admit(ManagedKey key, Operation operation) throws KeyOperationException {
    Standing standing = current(key);
    if (KeyStates.of(operation, standing.state()) != KeyStates.Outcome.OK) {
      throw new KeyStateException(key.id(), standing.state(), operation);
    }
    Optional<KeyUsage> usage = operation.usage();
    if (usage.isPresent() && !standing.usages().contains(usage.get())) {
      throw new KeyUsageException(key.id(), standing.usages(), operation);
    }
    if (usage.isPresent()) {
      requireApproved(key.spec(), operation);
    }
    // A session key belongs to the process that made it and passes on that ground.
    if (!key.isSession()) {
      authorize(operation, Optional.of(key));
    }
    return standing;
  }

  private Standing current(ManagedKey key) throws KeyOperationException {
    Standing standing = key.standing;
    if (key.isSession()) {
      return standing;
    }
    if (standing == null || standing.epoch() != directory.epoch()) {
      standing = resolve(key);
    }
    // Reading a clock costs as much as the rest of this, and hardly a key has anything due.
    if (standing.dueAt() != Standing.NEVER_DUE && directory.now() >= standing.dueAt()) {
      directory.runDue(key);
      standing = resolve(key);
      if (directory.now() >= standing.dueAt()) {
        // It could not be done, or somebody is at it: not asked again at each use.
        standing = standing.due(directory.now() + DUE_AGAIN_MILLIS);
        key.standing = standing;
      }
    }
    return standing;
  }

  private Standing resolve(ManagedKey key) throws KeyOperationException {
    Standing standing = directory.resolve(key);
    key.standing = standing;
    return standing;
  }

  private static void requireFit(ManagedKey key, KeyType needed, Algorithm algorithm)
      throws KeyOperationException {
    KeySpec spec = key.spec();
    // Not every key of a type signs by every scheme of it: some are bound to one.
    boolean fits =
        algorithm instanceof SignScheme scheme ? scheme.fits(spec) : spec.type() == needed;
    if (!fits) {
      throw new KeyOperationException(
          Reason.WRONG_KEY,
          algorithm + " needs an " + needed + " key; key " + key.id() + " is " + key.spec());
    }
  }

  /** What a backend must be for a use. */
  static <T> T capability(Standing standing, Class<T> capability, Algorithm algorithm)
      throws KeyOperationException {
    if (!capability.isInstance(standing.backend())) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          "Backend " + standing.backend().name() + " does not offer " + algorithm);
    }
    return capability.cast(standing.backend());
  }

  private void report(
      FlightRecorder.Span span,
      ManagedKey key,
      Operation operation,
      Algorithm algorithm,
      Optional<KeyOperationException> failure) {
    audit.record(principal, operation, Optional.of(key.id()), Optional.of(algorithm), failure);
    span.end(key, operation, algorithm, failure);
  }
}
