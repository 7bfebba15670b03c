// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.CKA_VALUE_LEN;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.KeyUsage;
import dev.holdfast.pkcs11.KeyPairHandles;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.pkcs11.Template;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * Makes keys on a token: generated there, taken in, or made to stay. Session objects are made on
 * the connection's anchor sessions, so that they do not end with a pooled one.
 */
final class KeyMaking {
  private static final int ID_LENGTH = 16;

  private final TokenConnection connection;
  private final TokenObjects objects;
  private final SecureRandom random = new SecureRandom();

  KeyMaking(TokenConnection connection, TokenObjects objects) {
    this.connection = connection;
    this.objects = objects;
  }

  /** Where a session key goes: its CKA_ID is random, so that it can be found like any other. */
  Templates.Place sessionPlace() {
    byte[] id = new byte[ID_LENGTH];
    random.nextBytes(id);
    return new Templates.Place(false, id, "");
  }

  /** Generates a key. When this throws, nothing is left on the token. */
  TokenKey generate(KeySpec spec, Set<KeyUsage> usages, Templates.Place place)
      throws KeyOperationException {
    Capabilities token = connection.capabilities();
    Mechanism generator = Mechanism.of(token.generator(spec.type()));
    if (!spec.type().isAsymmetric()) {
      KeySpec made = token.attributesOf(spec);
      return make(
          place,
          spec,
          (session, epoch) -> {
            try (Template template = Templates.newSecretKey(made, usages, place).build()) {
              long handle = session.generateKey(generator, template);
              return remembered(spec, Optional.empty(), usages, place, handle, epoch);
            }
          });
    }
    long keyType = token.keyType(spec.type());
    return make(
        place,
        spec,
        (session, epoch) -> {
          try (Template publicHalf = Templates.newPublicKey(spec, keyType, usages, place).build();
              Template privateHalf = Templates.privateKey(spec, keyType, usages, place).build()) {
            KeyPairHandles made = session.generateKeyPair(generator, publicHalf, privateHalf);
            Optional<PublicKey> half =
                KeyAttributes.publicKey(session, made.publicKey(), spec, place.stored());
            TokenKey key = remembered(spec, half, usages, place, made.privateKey(), epoch);
            key.rememberPublicHalf(made.publicKey(), epoch);
            return key;
          }
        });
  }

  /** Makes an object with another key. */
  @FunctionalInterface
  interface Derivation {
    long from(Session session, long base, Templates.Place place) throws Pkcs11Exception;
  }

  /** A session key that is made from another key, and stays with an anchor session. */
  TokenKey derived(TokenKey key, KeySpec spec, Set<KeyUsage> usages, Derivation derivation)
      throws KeyOperationException {
    Templates.Place place = sessionPlace();
    return make(
        place,
        spec,
        (session, epoch) -> {
          long made;
          try {
            made = derivation.from(session, objects.locate(session, epoch, key), place);
          } catch (Pkcs11Exception e) {
            if (!CkrTable.isStale(e)) {
              throw e;
            }
            key.forgetHandle();
            made = derivation.from(session, objects.locate(session, epoch, key), place);
          }
          return remembered(spec, Optional.empty(), usages, place, made, epoch);
        });
  }

  private TokenKey make(
      Templates.Place place, KeySpec spec, TokenConnection.TokenCall<TokenKey> call)
      throws KeyOperationException {
    String what = "new " + spec + " key";
    try {
      return place.stored() ? connection.call(what, call) : connection.anchor(what, call);
    } catch (KeyOperationException | RuntimeException e) {
      removeRest(place, e);
      throw e;
    }
  }

  /** What a failure can leave is one half of a pair; its CKA_ID is new, so nothing else has it. */
  private void removeRest(Templates.Place place, Exception because) {
    try {
      objects.destroyAll(place.id(), place.stored());
    } catch (KeyOperationException e) {
      because.addSuppressed(e);
    }
  }

  private TokenKey remembered(
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

  /** Copies a session key to a place on the token. When this throws, no copy is left. */
  TokenKey keep(TokenKey key, Set<KeyUsage> usages, Templates.Place place)
      throws KeyOperationException {
    try {
      Optional<Template.Builder> half = keptPublicHalf(key, usages, place);
      return objects.use(key, (session, handle) -> copy(session, handle, key, usages, place, half));
    } catch (KeyOperationException | RuntimeException e) {
      removeRest(place, e);
      throw e;
    }
  }

  private TokenKey copy(
      Session session,
      long handle,
      TokenKey key,
      Set<KeyUsage> usages,
      Templates.Place place,
      Optional<Template.Builder> publicHalf)
      throws Pkcs11Exception {
    try (Template stay = staying(key, usages, place, true).build()) {
      session.copyObject(handle, stay);
    }
    if (publicHalf.isPresent()) {
      try (Template template = publicHalf.get().build()) {
        session.createObject(template);
      }
    }
    return new TokenKey(connection, key.spec(), key.publicKey(), usages, place);
  }

  /**
   * Made from its numbers and not copied: it holds no secret, and a copy would need the original.
   */
  private Optional<Template.Builder> keptPublicHalf(
      TokenKey key, Set<KeyUsage> usages, Templates.Place place) throws KeyOperationException {
    if (key.publicKey().isEmpty()) {
      return Optional.empty();
    }
    long keyType = connection.capabilities().keyType(key.spec().type());
    return Optional.of(
        Templates.publicKey(key.spec(), keyType, usages, place, key.publicKey().get()));
  }

  private static Template.Builder staying(
      TokenKey key, Set<KeyUsage> usages, Templates.Place place, boolean privateHalf) {
    Template.Builder stay = Templates.stay(place);
    return usages.equals(key.usages())
        ? stay
        : Templates.usages(stay, key.spec(), usages, privateHalf);
  }

  /**
   * Takes a key in as session objects.
   *
   * @param material a private key as PKCS#8 DER, a secret key raw; the caller wipes it
   */
  TokenKey take(KeySpec spec, Set<KeyUsage> usages, byte[] material, Optional<PublicKey> publicKey)
      throws KeyOperationException {
    if (!connection.capabilities().holds(spec)) {
      throw new KeyOperationException(
          Reason.UNSUPPORTED,
          connection.where("") + ": the token has no use for a " + spec + " key");
    }
    long keyType = connection.capabilities().keyType(spec.type());
    Templates.Place place = sessionPlace();
    if (spec.type().isAsymmetric() && publicKey.isEmpty()) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, "A private key is taken in with its public half");
    }
    try (Template privateHalf = ImportedKeys.template(spec, keyType, usages, place, material)) {
      return make(
          place,
          spec,
          (session, epoch) -> {
            if (publicKey.isEmpty()) {
              long handle = session.createObject(privateHalf);
              return remembered(spec, publicKey, usages, place, handle, epoch);
            }
            try (Template half =
                Templates.publicKey(spec, keyType, usages, place, publicKey.get()).build()) {
              long publicHalf = session.createObject(half);
              long handle = session.createObject(privateHalf);
              TokenKey key = remembered(spec, publicKey, usages, place, handle, epoch);
              key.rememberPublicHalf(publicHalf, epoch);
              return key;
            }
          });
    }
  }

  /**
   * Unwraps a secret key inside the token.
   *
   * @return empty where the token does not do that, or not with what it was given
   */
  Optional<TokenKey> unwrap(TokenKey key, CipherScheme scheme, byte[] wrapped, KeySpec kind)
      throws KeyOperationException {
    Capabilities token = connection.capabilities();
    Optional<Mechanism> mechanism =
        CipherMechanisms.unwrapping(scheme).filter(found -> token.unwraps(scheme, found.type()));
    if (mechanism.isEmpty() || !token.holds(kind)) {
      return Optional.empty();
    }
    Templates.Place place = sessionPlace();
    return connection.anchor(
        "new " + kind.type() + " key",
        (session, epoch) -> {
          long unwrapping = objects.locate(session, epoch, key);
          // C_UnwrapKey has no place for the login that such a key wants.
          if (key.spec().type().isAsymmetric()
              && PrivateKeyCalls.wantsLogin(session, unwrapping, key)) {
            return Optional.empty();
          }
          try (Template template = Templates.secretKey(kind, kind.type().usages(), place).build()) {
            long made = session.unwrapKey(mechanism.get(), unwrapping, wrapped, template);
            Optional<KeySpec> spec = unwrapped(session, made, kind);
            if (spec.isEmpty()) {
              session.destroySessionObject(made);
            }
            return spec.map(
                known ->
                    remembered(known, Optional.empty(), kind.type().usages(), place, made, epoch));
          } catch (Pkcs11Exception e) {
            if (CkrTable.isRefusal(e)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  /** The spec of an unwrapped key, from its length; empty if there is none such. */
  private static Optional<KeySpec> unwrapped(Session session, long made, KeySpec kind)
      throws Pkcs11Exception {
    if (kind.type() == KeyType.DES_EDE || kind.type() == KeyType.CHACHA20) {
      return Optional.of(kind);
    }
    try {
      return session
          .getAttributesOfNew(made, CKA_VALUE_LEN)
          .ulong(CKA_VALUE_LEN)
          .map(length -> kind.ofSize(Math.toIntExact(8 * length)))
          // Tokens refuse to use an HMAC key that is shorter; taken in, it is padded.
          .filter(spec -> Templates.secretLength(spec) == spec.bits() / 8);
    } catch (IllegalArgumentException | ArithmeticException e) {
      return Optional.empty();
    }
  }
}
