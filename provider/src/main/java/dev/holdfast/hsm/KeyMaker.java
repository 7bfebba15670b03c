// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.pkcs11.Cka;
import dev.holdfast.pkcs11.KeyPairHandles;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.pkcs11.Template;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/** Makes keys on a token: generated, imported, or kept. What fails leaves nothing behind. */
final class KeyMaker {
  private final TokenConnection connection;
  private final TokenObjects objects;

  KeyMaker(TokenConnection connection, TokenObjects objects) {
    this.connection = connection;
    this.objects = objects;
  }

  /** One way of making a key's objects. */
  private interface Making extends TokenConnection.TokenCall<TokenKey> {}

  TokenKey generate(KeySpec spec, Set<KeyUsage> usages, Templates.Place place)
      throws KeyOperationException {
    if (!connection.capabilities().supports(spec)) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED, connection.where("") + " does not make keys of spec " + spec);
    }
    return make(
        place,
        spec.type().isAsymmetric()
            ? (session, epoch) -> generatePair(session, epoch, spec, usages, place)
            : (session, epoch) -> generateSecret(session, epoch, spec, usages, place));
  }

  private TokenKey generatePair(
      Session session, long epoch, KeySpec spec, Set<KeyUsage> usages, Templates.Place place)
      throws Pkcs11Exception {
    try (Template publicHalf = Templates.newPublicKey(spec, usages, place).build();
        Template privateHalf = Templates.privateKey(spec, usages, place).build()) {
      KeyPairHandles pair =
          session.generateKeyPair(Mechanisms.generation(spec), publicHalf, privateHalf);
      Optional<PublicKey> publicKey = TokenObjects.publicKey(session, pair.publicKey());
      return key(spec, publicKey, usages, place, pair.privateKey(), epoch);
    }
  }

  private TokenKey generateSecret(
      Session session, long epoch, KeySpec spec, Set<KeyUsage> usages, Templates.Place place)
      throws Pkcs11Exception {
    Template.Builder attributes =
        Templates.secretKey(spec, usages, place)
            .set(Cka.CKA_VALUE_LEN, (long) Templates.secretLength(spec));
    try (Template template = attributes.build()) {
      long handle = session.generateKey(Mechanisms.generation(spec), template);
      return key(spec, Optional.empty(), usages, place, handle, epoch);
    }
  }

  /** Creates objects from material, which must fit the public key where one is given. */
  TokenKey create(
      KeySpec spec,
      Set<KeyUsage> usages,
      KeyMaterial material,
      Optional<PublicKey> publicKey,
      Templates.Place place)
      throws KeyOperationException {
    return make(
        place,
        (session, epoch) -> {
          Template.Builder attributes =
              publicKey.isPresent()
                  ? Templates.privateKey(spec, usages, place)
                  : Templates.secretKey(spec, usages, place);
          material.addTo(attributes);
          long handle = create(session, attributes);
          if (publicKey.isPresent()) {
            create(session, Templates.publicKey(spec, usages, place, publicKey.get()));
          }
          return key(spec, publicKey, usages, place, handle, epoch);
        });
  }

  /** Copies a session key, or another stored one, into a place on the token. */
  TokenKey keep(TokenKey key, Set<KeyUsage> usages, Templates.Place place)
      throws KeyOperationException {
    undoing(
        place,
        () ->
            objects.use(
                key,
                (session, handle) -> {
                  copy(session, handle, key, usages, place, true);
                  keepPublicHalf(session, key, usages, place);
                  return null;
                }));
    return new TokenKey(connection, key.spec(), key.publicKey(), usages, place);
  }

  private void keepPublicHalf(
      Session session, TokenKey key, Set<KeyUsage> usages, Templates.Place place)
      throws Pkcs11Exception {
    long[] halves = objects.publicHalves(session, key);
    if (halves.length > 0) {
      copy(session, halves[0], key, usages, place, false);
    } else if (key.publicKey().isPresent()) {
      create(session, Templates.publicKey(key.spec(), usages, place, key.publicKey().get()));
    }
  }

  private static void copy(
      Session session,
      long handle,
      TokenKey key,
      Set<KeyUsage> usages,
      Templates.Place place,
      boolean privateHalf)
      throws Pkcs11Exception {
    Template.Builder changes = Templates.stay(place);
    if (!usages.equals(key.usages())) {
      Templates.usages(changes, key.spec(), usages, privateHalf);
    }
    try (Template template = changes.build()) {
      session.copyObject(handle, template);
    }
  }

  private static long create(Session session, Template.Builder attributes) throws Pkcs11Exception {
    try (Template template = attributes.build()) {
      return session.createObject(template);
    }
  }

  private TokenKey key(
      KeySpec spec,
      Optional<PublicKey> publicKey,
      Set<KeyUsage> usages,
      Templates.Place place,
      long handle,
      long epoch) {
    TokenKey key = new TokenKey(connection, spec, publicKey, usages, place);
    key.remember(handle, epoch);
    return key;
  }

  private TokenKey make(Templates.Place place, Making making) throws KeyOperationException {
    String subject = "new key " + HexFormat.of().formatHex(place.id());
    return undoing(
        place,
        () -> {
          TokenKey made =
              place.stored()
                  ? connection.call(subject, making)
                  : connection.anchor(subject, making);
          if (made.spec().type().isAsymmetric() && made.publicKey().isEmpty()) {
            throw new KeyOperationException(
                Reason.INTERNAL,
                connection.where(subject) + ": the token does not show the public key it has made");
          }
          return made;
        });
  }

  private interface Step<T> {
    T run() throws KeyOperationException;
  }

  /** Destroys by CKA_ID what a failed step may have made, even where its answer was lost. */
  private <T> T undoing(Templates.Place place, Step<T> step) throws KeyOperationException {
    try {
      return step.run();
    } catch (KeyOperationException | RuntimeException e) {
      try {
        objects.destroyAll(place.id(), place.stored());
      } catch (KeyOperationException | RuntimeException more) {
        e.addSuppressed(more);
      }
      throw e;
    }
  }
}
