// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.*;

import dev.holdfast.backend.Inventories.StoredObject;
import dev.holdfast.backend.Inventories.UnusableObject;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.pkcs11.Attributes;
import dev.holdfast.pkcs11.Cko;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The keys that lie on a token, read from its objects: ours and other programs'. */
final class StoredKeys {
  private static final long[] CLASSES = {Cko.CKO_PRIVATE_KEY, Cko.CKO_SECRET_KEY};

  private final TokenConnection connection;

  StoredKeys(TokenConnection connection) {
    this.connection = connection;
  }

  /** An object's handle and what was read of it. */
  private record Found(long handle, Attributes attributes) {}

  /** Every usable private and secret key. */
  List<StoredObject> keys() throws KeyOperationException {
    return connection.read(
        "",
        (session, epoch) -> {
          List<Found> found = all(session);
          PublicHalves halves = publicHalves(session, found);
          if (found.stream().anyMatch(object -> lacksHalf(object.attributes, halves))) {
            halves.readCertificates(session, Templates.find(Cko.CKO_CERTIFICATE, true));
          }
          List<StoredObject> keys = new ArrayList<>();
          for (Found object : found) {
            stored(object.attributes, object.handle, epoch, halves).ifPresent(keys::add);
          }
          return keys;
        });
  }

  /** The others: of a type, size or curve that has no use here, or half made. */
  List<UnusableObject> unusable() throws KeyOperationException {
    return connection.read(
        "",
        (session, epoch) -> {
          List<UnusableObject> keys = new ArrayList<>();
          for (Found object : all(session)) {
            if (KeyAttributes.spec(object.attributes).isEmpty()) {
              keys.add(
                  new UnusableObject(
                      "key",
                      HexFormat.of().formatHex(KeyAttributes.id(object.attributes)),
                      KeyAttributes.label(object.attributes),
                      KeyAttributes.whyUnusable(object.attributes)));
            }
          }
          return keys;
        });
  }

  private static List<Found> all(Session session) throws Pkcs11Exception {
    List<Found> found = new ArrayList<>();
    for (long objectClass : CLASSES) {
      for (long handle : TokenObjects.find(session, Templates.find(objectClass, true))) {
        KeyAttributes.read(session, handle, types(objectClass))
            .ifPresent(attributes -> found.add(new Found(handle, attributes)));
      }
    }
    return found;
  }

  private static long[] types(long objectClass) {
    return objectClass == Cko.CKO_PRIVATE_KEY ? KeyAttributes.PRIVATE : KeyAttributes.SECRET;
  }

  /** Of the types of keys that are there; an RSA key's public half is read from the private one. */
  private static PublicHalves publicHalves(Session session, List<Found> keys)
      throws Pkcs11Exception {
    Set<Long> types = new TreeSet<>();
    for (Found key : keys) {
      key.attributes
          .ulong(CKA_KEY_TYPE)
          .filter(KeyAttributes.CURVED::contains)
          .ifPresent(types::add);
    }
    PublicHalves halves = new PublicHalves();
    for (long type : types) {
      halves.read(session, Templates.find(Cko.CKO_PUBLIC_KEY, true).set(CKA_KEY_TYPE, type));
    }
    return halves;
  }

  /** The first usable key with a CKA_ID. */
  Optional<StoredObject> key(byte[] id) throws KeyOperationException {
    return connection.read(
        "",
        (session, epoch) -> {
          PublicHalves halves = new PublicHalves();
          halves.read(session, Templates.find(Cko.CKO_PUBLIC_KEY, true).set(CKA_ID, id));
          halves.readCertificates(
              session, Templates.find(Cko.CKO_CERTIFICATE, true).set(CKA_ID, id));
          for (long objectClass : CLASSES) {
            for (long handle :
                TokenObjects.find(session, Templates.find(objectClass, true).set(CKA_ID, id))) {
              Optional<StoredObject> key =
                  KeyAttributes.read(session, handle, types(objectClass))
                      .flatMap(found -> stored(found, handle, epoch, halves));
              if (key.isPresent()) {
                return key;
              }
            }
          }
          return Optional.empty();
        });
  }

  private static boolean lacksHalf(Attributes attributes, PublicHalves halves) {
    if (attributes.bytes(CKA_PUBLIC_EXPONENT).filter(bytes -> bytes.length > 0).isPresent()) {
      // Said without making a key of the numbers, since this is asked of every object.
      return false;
    }
    return KeyAttributes.spec(attributes)
        .filter(spec -> spec.type().isAsymmetric())
        .map(spec -> halves.of(spec, attributes).isEmpty())
        .orElse(false);
  }

  private Optional<StoredObject> stored(
      Attributes attributes, long handle, long epoch, PublicHalves halves) {
    return KeyAttributes.spec(attributes)
        .map(
            spec -> {
              byte[] id = KeyAttributes.id(attributes);
              String label = KeyAttributes.label(attributes);
              Optional<PublicKey> publicKey = halves.of(spec, attributes);
              TokenKey key =
                  new TokenKey(
                      connection,
                      spec,
                      publicKey,
                      KeyAttributes.usages(spec, attributes),
                      new Templates.Place(true, id, label));
              key.remember(handle, epoch);
              boolean pinEachUse = attributes.bool(CKA_ALWAYS_AUTHENTICATE).orElse(false);
              key.rememberWantsLogin(pinEachUse);
              return new StoredObject(
                  HexFormat.of().formatHex(id), label, key, key.usages(), pinEachUse);
            });
  }
}
