// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.backend.Inventories.StoredObject;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.pkcs11.Attributes;
import dev.holdfast.pkcs11.Ckk;
import dev.holdfast.pkcs11.Cko;
import dev.holdfast.pkcs11.Ckr;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.pkcs11.Template;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Key objects on a token: found by CKA_ID, read into handles, listed, relabelled, destroyed. */
final class TokenObjects {
  private static final long[] PRIVATE_ATTRIBUTES = {
    CKA_KEY_TYPE,
    CKA_ID,
    CKA_LABEL,
    CKA_MODULUS,
    CKA_PUBLIC_EXPONENT,
    CKA_EC_PARAMS,
    CKA_SIGN,
    CKA_DECRYPT,
    CKA_DERIVE
  };
  private static final long[] PUBLIC_ATTRIBUTES = {
    CKA_KEY_TYPE, CKA_ID, CKA_LABEL, CKA_MODULUS, CKA_PUBLIC_EXPONENT, CKA_EC_PARAMS, CKA_EC_POINT
  };
  private static final long[] SECRET_ATTRIBUTES = {
    CKA_KEY_TYPE, CKA_ID, CKA_LABEL, CKA_VALUE_LEN, CKA_SIGN, CKA_DECRYPT, CKA_DERIVE
  };

  /** Other programs' HMAC keys with a type of their own, which says the digest. */
  private static final Map<Long, Digest> HMAC_TYPES =
      Map.of(
          Ckk.CKK_SHA_1_HMAC, Digest.SHA_1,
          Ckk.CKK_SHA224_HMAC, Digest.SHA_224,
          Ckk.CKK_SHA256_HMAC, Digest.SHA_256,
          Ckk.CKK_SHA384_HMAC, Digest.SHA_384,
          Ckk.CKK_SHA512_HMAC, Digest.SHA_512);

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
      if (id(session.getAttributes(handle, CKA_ID)).length == 0) {
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
      long[] types = key.spec().type().isAsymmetric() ? PRIVATE_ATTRIBUTES : SECRET_ATTRIBUTES;
      Attributes attributes = session.getAttributes(handle, types);
      Optional<PublicKey> publicKey = PublicKeys.rsa(attributes);
      boolean same =
          spec(attributes).map(key.spec()::equals).orElse(false)
              && label(attributes).equals(key.label())
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
      Optional<PublicKey> half = publicKey(session.getAttributes(handle, PUBLIC_ATTRIBUTES));
      if (half.isPresent() && half.equals(key.publicKey())) {
        own.add(handle);
      }
    }
    return toArray(own);
  }

  /** The public key of an object that was just made. */
  static Optional<PublicKey> publicKey(Session session, long handle) throws Pkcs11Exception {
    return publicKey(session.getAttributes(handle, PUBLIC_ATTRIBUTES));
  }

  private static Optional<PublicKey> publicKey(Attributes attributes) {
    Optional<KeySpec> onCurve = PublicKeys.onCurve(attributes);
    return onCurve.isPresent()
        ? PublicKeys.point(onCurve.get(), attributes)
        : PublicKeys.rsa(attributes);
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
    try {
      attempt(
          key,
          (session, handle) -> {
            session.destroyObject(handle);
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

  private Void destroyPublicHalves(Session session, long epoch, TokenKey key)
      throws Pkcs11Exception {
    Optional<Long> known = key.publicHalf(epoch);
    if (known.isPresent()) {
      // Not searched for: collected pairs come by the thousand, and a search looks at every object.
      destroyIfThere(session, known.get());
      return null;
    }
    for (long half : publicHalves(session, key)) {
      session.destroyObject(half);
    }
    return null;
  }

  private static void destroyIfThere(Session session, long handle) throws Pkcs11Exception {
    try {
      session.destroyObject(handle);
    } catch (Pkcs11Exception e) {
      if (e.rv() != Ckr.CKR_OBJECT_HANDLE_INVALID) {
        throw e;
      }
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
              session.destroyObject(handle);
            }
          }
          return null;
        });
  }

  /** Every usable private and secret key. */
  List<StoredObject> keys() throws KeyOperationException {
    return connection.read(
        "",
        (session, epoch) -> {
          PublicHalves halves = new PublicHalves();
          for (long handle :
              find(
                  session,
                  Templates.find(Cko.CKO_PUBLIC_KEY, true).set(CKA_KEY_TYPE, Ckk.CKK_EC))) {
            attributes(session, handle, PUBLIC_ATTRIBUTES).ifPresent(halves::add);
          }
          List<StoredObject> keys = new ArrayList<>();
          for (long handle : find(session, Templates.find(Cko.CKO_PRIVATE_KEY, true))) {
            attributes(session, handle, PRIVATE_ATTRIBUTES)
                .flatMap(found -> stored(found, handle, epoch, halves))
                .ifPresent(keys::add);
          }
          for (long handle : find(session, Templates.find(Cko.CKO_SECRET_KEY, true))) {
            attributes(session, handle, SECRET_ATTRIBUTES)
                .flatMap(found -> stored(found, handle, epoch, halves))
                .ifPresent(keys::add);
          }
          return keys;
        });
  }

  /** The first usable key with a CKA_ID. */
  Optional<StoredObject> key(byte[] id) throws KeyOperationException {
    return connection.read(
        "",
        (session, epoch) -> {
          PublicHalves halves = new PublicHalves();
          for (long handle :
              find(session, Templates.find(Cko.CKO_PUBLIC_KEY, true).set(CKA_ID, id))) {
            attributes(session, handle, PUBLIC_ATTRIBUTES).ifPresent(halves::add);
          }
          for (long objectClass : new long[] {Cko.CKO_PRIVATE_KEY, Cko.CKO_SECRET_KEY}) {
            long[] types =
                objectClass == Cko.CKO_PRIVATE_KEY ? PRIVATE_ATTRIBUTES : SECRET_ATTRIBUTES;
            for (long handle : find(session, Templates.find(objectClass, true).set(CKA_ID, id))) {
              Optional<StoredObject> key =
                  attributes(session, handle, types)
                      .flatMap(found -> stored(found, handle, epoch, halves));
              if (key.isPresent()) {
                return key;
              }
            }
          }
          return Optional.empty();
        });
  }

  /** An object that another program has just destroyed is none, and no error. */
  static Optional<Attributes> attributes(Session session, long handle, long... types)
      throws Pkcs11Exception {
    try {
      return Optional.of(session.getAttributes(handle, types));
    } catch (Pkcs11Exception e) {
      if (e.rv() == Ckr.CKR_OBJECT_HANDLE_INVALID) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<StoredObject> stored(
      Attributes attributes, long handle, long epoch, PublicHalves halves) {
    return spec(attributes)
        .map(
            spec -> {
              byte[] id = id(attributes);
              String label = label(attributes);
              Optional<PublicKey> publicKey =
                  PublicKeys.rsa(attributes).or(() -> halves.of(spec, id, label));
              TokenKey key =
                  new TokenKey(
                      connection,
                      spec,
                      publicKey,
                      usages(spec, attributes),
                      new Templates.Place(true, id, label));
              key.remember(handle, epoch);
              return new StoredObject(HexFormat.of().formatHex(id), label, key, key.usages());
            });
  }

  /** Of what its type can do, what the key's attributes do not deny. */
  private static Set<KeyUsage> usages(KeySpec spec, Attributes attributes) {
    Set<KeyUsage> usages = EnumSet.noneOf(KeyUsage.class);
    for (KeyUsage usage : spec.type().usages()) {
      if (attributes.bool(Templates.privateUsage(usage)).orElse(true)) {
        usages.add(usage);
      }
    }
    return usages;
  }

  /** The kind of key; empty for what cannot be used here, whoever made it. */
  private static Optional<KeySpec> spec(Attributes attributes) {
    long type = attributes.ulong(CKA_KEY_TYPE).orElse(-1L);
    try {
      if (type == Ckk.CKK_RSA) {
        return PublicKeys.modulus(attributes).map(n -> KeySpec.rsa(n.bitLength()));
      }
      if (type == Ckk.CKK_EC || type == Ckk.CKK_EC_EDWARDS || type == Ckk.CKK_EC_MONTGOMERY) {
        return PublicKeys.onCurve(attributes);
      }
      if (type == Ckk.CKK_DES3) {
        return Optional.of(KeySpec.desEde());
      }
      if (type == Ckk.CKK_CHACHA20) {
        return Optional.of(KeySpec.chacha20());
      }
      Optional<Integer> bits = attributes.ulong(CKA_VALUE_LEN).map(n -> Math.toIntExact(8 * n));
      if (type == Ckk.CKK_AES) {
        return bits.map(KeySpec::aes);
      }
      if (type == Ckk.CKK_GENERIC_SECRET || HMAC_TYPES.containsKey(type)) {
        return bits.map(n -> KeySpec.hmac(HMAC_TYPES.getOrDefault(type, digestOf(n)), n));
      }
    } catch (IllegalArgumentException | ArithmeticException e) {
      // A size that Holdfast does not use.
    }
    return Optional.empty();
  }

  /** A generic secret does not say its digest; its length does where Holdfast has made it. */
  private static Digest digestOf(int bits) {
    return Arrays.stream(new Digest[] {Digest.SHA_384, Digest.SHA_512})
        .filter(digest -> digest.bits() == bits)
        .findFirst()
        .orElse(Digest.SHA_256);
  }

  private static byte[] id(Attributes attributes) {
    return attributes.bytes(CKA_ID).orElse(new byte[0]);
  }

  private static String label(Attributes attributes) {
    return attributes.text(CKA_LABEL).orElse("");
  }

  private static long[] toArray(List<Long> handles) {
    return handles.stream().mapToLong(Long::longValue).toArray();
  }

  /** Public keys read beforehand, by CKA_ID. */
  private static final class PublicHalves {
    private record Half(String label, PublicKey key) {}

    private final Map<String, List<Half>> byId = new HashMap<>();

    void add(Attributes attributes) {
      publicKey(attributes)
          .ifPresent(
              key ->
                  byId.computeIfAbsent(
                          HexFormat.of().formatHex(id(attributes)), id -> new ArrayList<>())
                      .add(new Half(label(attributes), key)));
    }

    /** The one that goes with a private key; none where it cannot be told. */
    Optional<PublicKey> of(KeySpec spec, byte[] id, String label) {
      List<Half> halves = byId.getOrDefault(HexFormat.of().formatHex(id), List.of());
      List<Half> named = halves.stream().filter(half -> half.label.equals(label)).toList();
      List<Half> fitting = halves.size() == 1 && id.length > 0 ? halves : named;
      return Optional.of(fitting)
          .filter(list -> list.size() == 1 && spec.type().isAsymmetric())
          .map(list -> list.get(0).key)
          .filter(key -> key.getAlgorithm().equals(spec.jcaName()));
    }
  }
}
