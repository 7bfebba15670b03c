// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.DataKeys;
import dev.holdfast.backend.Encrypts;
import dev.holdfast.backend.Imports;
import dev.holdfast.backend.KeyBackend;
import dev.holdfast.backend.KeyHandle;
import dev.holdfast.backend.Unwraps;
import dev.holdfast.keys.PrivateHalf;
import dev.holdfast.keys.PublicKeys;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyId;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyState;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.policy.Operation;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that no directory holds: made, taken in or unwrapped for as long as somebody has them,
 * and gone with {@link ManagedKey#destroy} or with the process. Safe for use by several threads.
 */
final class SessionKeys {
  private final Vault vault;
  private final Gate gate;
  private final KeyBackend newKeys;
  private final BackendSet backends;

  SessionKeys(Vault vault, Gate gate, KeyBackend newKeys, BackendSet backends) {
    this.vault = vault;
    this.gate = gate;
    this.newKeys = newKeys;
    this.backends = backends;
  }

  /** Makes a key, of a kind that was found to be offered. */
  ManagedKey create(KeySpec spec, Set<KeyUsage> usages) throws KeyOperationException {
    return keyOf(newKeys, spec, newKeys.createSession(spec.material(), usages), usages);
  }

  /** As {@link Vault#importSessionKey} says. */
  ManagedKey takeIn(
      KeySpec spec, Set<KeyUsage> usages, byte[] material, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    if (spec.type().isAsymmetric()) {
      PrivateHalf half = read(material, publicKey);
      if (!half.spec().equals(spec)) {
        throw new KeyOperationException(
            Reason.WRONG_KEY, "The material is a " + half.spec() + " key, not " + spec);
      }
      return take(half, usages, material);
    }
    return take(spec, usages, material, Optional.empty());
  }

  /** As {@link Vault#importSessionPair} says. */
  ManagedKey takeIn(byte[] pkcs8, Optional<PublicKey> publicKey) throws KeyOperationException {
    PrivateHalf half = read(pkcs8, publicKey);
    return take(half, half.spec().type().usages(), pkcs8);
  }

  private ManagedKey take(PrivateHalf half, Set<KeyUsage> usages, byte[] pkcs8)
      throws KeyOperationException {
    byte[] material = half.material(pkcs8);
    try {
      return take(half.spec(), usages, material, Optional.of(half.publicKey()));
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  private static PrivateHalf read(byte[] pkcs8, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    try {
      PrivateHalf half = PrivateHalf.of(pkcs8);
      if (publicKey.isPresent()) {
        half.requireSame(publicKey.get());
      }
      return half;
    } catch (InvalidKeyException e) {
      throw new KeyOperationException(Reason.WRONG_KEY, e.getMessage(), e);
    }
  }

  private ManagedKey take(
      KeySpec spec, Set<KeyUsage> usages, byte[] material, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    gate.authorize(Operation.IMPORT_KEY_MATERIAL, Optional.empty());
    gate.requireApproved(spec, Operation.IMPORT_KEY_MATERIAL);
    KeySpec kept = spec.material();
    if (spec.type().isAsymmetric() && !newKeys.supports(kept)) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED, "Backend " + newKeys.name() + " takes in no " + spec + " keys");
    }
    return keyOf(newKeys, spec, imports().importSession(kept, usages, material, publicKey), usages);
  }

  private Imports imports() throws KeyOperationException {
    if (newKeys instanceof Imports imports) {
      return imports;
    }
    throw new KeyOperationException(
        Reason.UNSUPPORTED, "Backend " + newKeys.name() + " takes in no keys made elsewhere");
  }

  /** Takes in a key that another one wrapped: inside the token where it can, else through here. */
  ManagedKey unwrap(ManagedKey key, CipherScheme scheme, byte[] wrapped, KeySpec kind)
      throws KeyOperationException {
    gate.authorize(Operation.IMPORT_KEY_MATERIAL, Optional.empty());
    gate.requireApproved(kind, Operation.IMPORT_KEY_MATERIAL);
    KeyHandle handle =
        gate.unwrap(
            key,
            scheme,
            standing -> {
              Optional<KeyHandle> inside = Optional.empty();
              if (standing.backend() == newKeys && newKeys instanceof Unwraps unwraps) {
                inside = unwraps.unwrapSession(standing.handle(), scheme, wrapped, kind);
              }
              return inside.isPresent() ? inside.get() : outside(standing, scheme, wrapped, kind);
            });
    return keyOf(newKeys, handle, kind.type().usages());
  }

  private KeyHandle outside(Standing standing, CipherScheme scheme, byte[] wrapped, KeySpec kind)
      throws KeyOperationException {
    byte[] material =
        Gate.capability(standing, Encrypts.class, scheme)
            .decrypt(standing.handle(), scheme, wrapped, 0, wrapped.length);
    try {
      KeySpec spec = kind.ofSize(material.length * 8);
      return imports().importSession(spec, spec.type().usages(), material, Optional.empty());
    } catch (IllegalArgumentException e) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, "What was unwrapped is no such key: " + e.getMessage(), e);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  /**
   * Takes in a data key as a session key of the sealed backend, whoever wrapped it.
   *
   * @param material a private key as PKCS#8 DER, a secret key raw; the caller wipes it
   */
  ManagedKey takeInDataKey(KeySpec spec, byte[] material, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    gate.requireApproved(spec, Operation.IMPORT_KEY_MATERIAL);
    Set<KeyUsage> usages = spec.type().usages();
    KeyBackend sealed = (KeyBackend) dataKeys();
    return keyOf(
        sealed, ((Imports) sealed).importSession(spec, usages, material, publicKey), usages);
  }

  /** The backend in this process, where data keys live. */
  DataKeys dataKeys() throws KeyOperationException {
    for (KeyBackend backend : backends.all()) {
      if (backend instanceof DataKeys sealed && backend instanceof Imports) {
        return sealed;
      }
    }
    throw new KeyOperationException(
        Reason.UNSUPPORTED, "Data keys need a vault; a token that stands alone has none");
  }

  /** The session key behind a backend's handle. */
  ManagedKey keyOf(KeyBackend backend, KeyHandle handle, Set<KeyUsage> usages) {
    return keyOf(backend, handle.spec(), handle, usages);
  }

  /** As {@link #keyOf(KeyBackend, KeyHandle, Set)}, of a kind that the backend may not have. */
  private ManagedKey keyOf(
      KeyBackend backend, KeySpec spec, KeyHandle handle, Set<KeyUsage> usages) {
    Standing standing = Standing.ofSession(KeyState.ENABLED, usages, backend, handle);
    Optional<PublicKey> half = handle.publicKey().map(key -> PublicKeys.bound(spec, key));
    return new ManagedKey(vault, KeyId.randomSession(), spec, half, true, standing);
  }

  /** Ends a session key; stored ones are not touched. */
  void destroy(ManagedKey key) throws KeyOperationException {
    if (key.isSession()) {
      Standing last = key.standing;
      key.standing =
          Standing.ofSession(
              KeyState.PENDING_DELETION, last.usages(), last.backend(), last.handle());
      last.backend().destroy(last.handle());
    }
  }
}
