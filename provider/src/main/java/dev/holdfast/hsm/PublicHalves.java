// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.KeySpec;
import dev.holdfast.pkcs11.Attributes;
import dev.holdfast.pkcs11.Pkcs11Exception;
import dev.holdfast.pkcs11.Session;
import dev.holdfast.pkcs11.Template;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The public halves of a token's private keys, read beforehand: from the private objects
 * themselves, from public key objects, and from certificates, since smart cards often have nothing
 * else.
 */
final class PublicHalves {
  private record Half(String label, PublicKey key) {}

  private final Map<String, List<Half>> byId = new HashMap<>();
  private final Map<String, Set<PublicKey>> certified = new HashMap<>();

  /** Public key objects. */
  void read(Session session, Template.Builder wanted) throws Pkcs11Exception {
    for (long handle : TokenObjects.find(session, wanted)) {
      KeyAttributes.read(session, handle, KeyAttributes.PUBLIC).ifPresent(this::add);
    }
  }

  private void add(Attributes attributes) {
    KeyAttributes.publicKey(attributes)
        .ifPresent(
            key ->
                byId.computeIfAbsent(hexId(attributes), id -> new ArrayList<>())
                    .add(new Half(KeyAttributes.label(attributes), key)));
  }

  /** Certificates that have a CKA_ID. */
  void readCertificates(Session session, Template.Builder wanted) throws Pkcs11Exception {
    for (long handle : TokenObjects.find(session, wanted)) {
      TokenCertificates.read(session, handle)
          .filter(found -> !found.objectId().isEmpty())
          .ifPresent(
              found ->
                  certified
                      .computeIfAbsent(found.objectId(), id -> new LinkedHashSet<>())
                      .add(found.certificate().getPublicKey()));
    }
  }

  /** The one that goes with a private key; none where it cannot be told. */
  Optional<PublicKey> of(KeySpec spec, Attributes attributes) {
    return PublicKeys.rsa(attributes)
        .or(() -> object(spec, attributes))
        .or(() -> certificate(spec, attributes));
  }

  private Optional<PublicKey> object(KeySpec spec, Attributes attributes) {
    byte[] id = KeyAttributes.id(attributes);
    String label = KeyAttributes.label(attributes);
    List<Half> halves = byId.getOrDefault(hexId(attributes), List.of());
    List<Half> named = halves.stream().filter(half -> half.label.equals(label)).toList();
    List<Half> fitting = halves.size() == 1 && id.length > 0 ? halves : named;
    return Optional.of(fitting)
        .filter(list -> list.size() == 1 && spec.type().isAsymmetric())
        .map(list -> list.get(0).key)
        .filter(key -> key.getAlgorithm().equals(spec.jcaName()));
  }

  /** Several certificates are of use where they are for one key, as a renewed one is. */
  private Optional<PublicKey> certificate(KeySpec spec, Attributes attributes) {
    List<PublicKey> fitting =
        certified.getOrDefault(hexId(attributes), Set.of()).stream()
            .filter(key -> fits(key, spec, attributes))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  private static boolean fits(PublicKey key, KeySpec spec, Attributes attributes) {
    try {
      Optional<BigInteger> modulus = PublicKeys.modulus(attributes);
      return dev.holdfast.keys.PublicKeys.specOf(key).material().equals(spec)
          && (!(key instanceof RSAPublicKey rsa)
              || modulus.map(rsa.getModulus()::equals).orElse(true));
    } catch (InvalidKeyException e) {
      // A kind of key that Holdfast does not use.
      return false;
    }
  }

  private static String hexId(Attributes attributes) {
    return HexFormat.of().formatHex(KeyAttributes.id(attributes));
  }
}
