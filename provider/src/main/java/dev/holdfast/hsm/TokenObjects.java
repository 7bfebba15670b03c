// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.pkcs11.Attributes;
import dev.holdfast.pkcs11.Cko;
import dev.holdfast.pkcs11.Ckr;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.pkcs11.Template;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Key objects on a token: found by CKA_ID, used, relabelled, destroyed. */
final class TokenObjects {
  private final TokenConnection connection;

  TokenObjects(TokenConnection connection) {
    this.connection = connection;
  }

  /** An operation with a key's private or secret object. */
  @FunctionalInterface
  interface KeyCall<T> {
    T on(Session session, long handle) throws Pkcs11Exception;
  }

  /** Runs an operation; where handle or session were lost, once more with those found again. */
  <T> T use(TokenKey key, KeyCall<T> call) throws KeyOperationException {
    try {
      return attempt(key, call);
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    }
  }

  /** As {@link #use}, and leaves the token's answer as it is. */
  <T> T attempt(TokenKey key, KeyCall<T> call) throws Pkcs11Exception, KeyOperationException {
    if (key.isDestroyed()) {
      throw new KeyOperationException(
          Reason.INVALID_STATE, connection.where(key) + " was destroyed");
    }
    try {
      try {
        return once(key, call);
      } catch (Pkcs11Exception e) {
        if (!CkrTable.isStale(e)) {
          throw e;
        }
        key.forgetHandle();
        return once(key, call);
      }
    } catch (MissingObjectException e) {
      if (key.isStored()) {
        throw e;
      }
      throw new KeyOperationException(
          Reason.UNAVAILABLE,
          connection.where(key)
              + ": the session key is gone with its token, which was disconnected; make a new one",
          e);
    }
  }

  private <T> T once(TokenKey key, KeyCall<T> call) throws Pkcs11Exception, KeyOperationException {
    return connection.attempt(
        false,
        (session, epoch) -> {
          try {
            return call.on(session, locate(session, epoch, key));
          } catch (Pkcs11Exception e) {
            if (e.rv() == Ckr.CKR_USER_NOT_LOGGED_IN) {
              // The call is run again after a login, and a login voids handles of private objects.
              key.forgetHandle();
            }
            throw e;
          }
        });
  }

  long locate(Session session, long epoch, TokenKey key) throws Pkcs11Exception {
    Optional<Long> known = key.handle(epoch);
    if (known.isPresent()) {
      return known.get();
    }
    long objectClass = key.spec().type().isAsymmetric() ? Cko.CKO_PRIVATE_KEY : Cko.CKO_SECRET_KEY;
    long[] found = find(session, objectClass, key);
    if (found.length > 1) {
      found = closest(session, found, key);
    }
    if (found.length != 1) {
      throw new MissingObjectException(
          found.length == 0
              ? "the token has no such object any more"
              : "the token has " + found.length + " such objects; give them different CKA_IDs");
    }
    key.remember(found[0], epoch);
    return found[0];
  }

  /** Objects of a class with the key's CKA_ID, or with its label where neither has a CKA_ID. */
  private static long[] find(Session session, long objectClass, TokenKey key)
      throws Pkcs11Exception {
    Template.Builder wanted = Templates.find(objectClass, key.isStored());
    if (key.hasId()) {
      return find(session, wanted.set(CKA_ID, key.id()));
    }
    List<Long> without = new ArrayList<>();
    for (long handle : find(session, wanted.set(CKA_LABEL, key.label()))) {
      if (KeyAttributes.id(session.getAttributes(handle, CKA_ID)).length == 0) {
        without.add(handle);
      }
    }
    return toArray(without);
  }

  static long[] find(Session session, Template.Builder wanted) throws Pkcs11Exception {
    try (Template template = wanted.build()) {
      return session.findObjects(template);
    }
  }

  /** Of several objects with one CKA_ID, those of the key's kind, modulus and label. */
  private static long[] closest(Session session, long[] candidates, TokenKey key)
      throws Pkcs11Exception {
    List<Long> fitting = new ArrayList<>();
    for (long handle : candidates) {
      long[] types =
          key.spec().type().isAsymmetric() ? KeyAttributes.PRIVATE : KeyAttributes.SECRET;
      Attributes attributes = session.getAttributes(handle, types);
      Optional<PublicKey> publicKey = PublicKeys.rsa(attributes);
      boolean same =
          KeyAttributes.spec(attributes).map(key.spec()::equals).orElse(false)
              && KeyAttributes.label(attributes).equals(key.label())
              && (publicKey.isEmpty() || publicKey.equals(key.publicKey()));
      if (same) {
        fitting.add(handle);
      }
    }
    return toArray(fitting);
  }

  /** The public halves of a key: one, unless somebody has made copies. */
  long[] publicHalves(Session session, TokenKey key) throws Pkcs11Exception {
    if (!key.spec().type().isAsymmetric()) {
      return new long[0];
    }
    long[] found = find(session, Cko.CKO_PUBLIC_KEY, key);
    if (found.length <= 1 && key.hasId()) {
      return found;
    }
    // One CKA_ID, or none, for several keys: only what is surely this key's.
    List<Long> own = new ArrayList<>();
    for (long handle : found) {
      Optional<PublicKey> half = KeyAttributes.publicKey(session, handle);
      if (half.isPresent() && half.equals(key.publicKey())) {
        own.add(handle);
      }
    }
    return toArray(own);
  }

  /** Whether the private or secret object is there, and the public half is there or known. */
  boolean isComplete(TokenKey key) throws KeyOperationException {
    try {
      return attempt(
          key,
          (session, handle) -> {
            session.getAttributes(handle, CKA_CLASS);
            return !key.spec().type().isAsymmetric()
                || key.publicKey().isPresent()
                || publicHalves(session, key).length > 0;
          });
    } catch (MissingObjectException e) {
      return false;
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    }
  }

  void relabel(TokenKey key, String label) throws KeyOperationException {
    use(
        key,
        (session, handle) -> {
          try (Template change = Templates.label(label).build()) {
            session.setAttributes(handle, change);
            for (long half : publicHalves(session, key)) {
              session.setAttributes(half, change);
            }
          }
          return null;
        });
    key.rename(label);
  }

  /** Destroys both halves; what is not there is no error. */
  void destroy(TokenKey key) throws KeyOperationException {
    if (key.isDestroyed()) {
      return;
    }
    if (!key.isStored() && destroyKnown(key)) {
      key.markDestroyed();
      return;
    }
    try {
      attempt(
          key,
          (session, handle) -> {
            destroyObject(session, handle, key.isStored());
            return null;
          });
    } catch (MissingObjectException e) {
      // Its public half may still be there.
    } catch (Pkcs11Exception e) {
      throw connection.failure(e, key);
    } catch (KeyOperationException e) {
      if (!(e.getCause() instanceof MissingObjectException)) {
        throw e;
      }
    }
    connection.read(key, (session, epoch) -> destroyPublicHalves(session, epoch, key));
    key.markDestroyed();
  }

  /**
   * Destroys a session key where its objects are known: with one session and without a search.
   * Collected handles come by the thousand, and a search looks at every object.
   */
  private boolean destroyKnown(TokenKey key) throws KeyOperationException {
    return connection.read(
        key,
        (session, epoch) -> {
          Optional<Long> handle = key.handle(epoch);
          Optional<Long> half = key.publicHalf(epoch);
          if (handle.isEmpty() || (key.spec().type().isAsymmetric() && half.isEmpty())) {
            return false;
          }
          destroyIfThere(session, handle.get());
          if (half.isPresent()) {
            destroyIfThere(session, half.get());
          }
          return true;
        });
  }

  private static void destroyIfThere(Session session, long sessionObject) throws Pkcs11Exception {
    try {
      session.destroySessionObject(sessionObject);
    } catch (Pkcs11Exception e) {
      if (e.rv() != Ckr.CKR_OBJECT_HANDLE_INVALID) {
        throw e;
      }
    }
  }

  private Void destroyPublicHalves(Session session, long epoch, TokenKey key)
      throws Pkcs11Exception {
    Optional<Long> known = key.publicHalf(epoch);
    if (known.isPresent()) {
      destroyIfThere(session, known.get());
      return null;
    }
    for (long half : publicHalves(session, key)) {
      destroyObject(session, half, key.isStored());
    }
    return null;
  }

  private static void destroyObject(Session session, long object, boolean stored)
      throws Pkcs11Exception {
    if (stored) {
      session.destroyObject(object);
    } else {
      session.destroySessionObject(object);
    }
  }

  /** Destroys all keys with a CKA_ID that was made for one key alone. */
  void destroyAll(byte[] id, boolean stored) throws KeyOperationException {
    connection.read(
        "key " + HexFormat.of().formatHex(id),
        (session, epoch) -> {
          for (long objectClass :
              new long[] {Cko.CKO_PRIVATE_KEY, Cko.CKO_SECRET_KEY, Cko.CKO_PUBLIC_KEY}) {
            Template.Builder wanted = Templates.find(objectClass, stored).set(CKA_ID, id);
            for (long handle : find(session, wanted)) {
              destroyObject(session, handle, stored);
            }
          }
          return null;
        });
  }

  private static long[] toArray(List<Long> handles) {
    return handles.stream().mapToLong(Long::longValue).toArray();
  }
}
