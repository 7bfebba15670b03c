// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import dev.holdfast.backend.Inventories;
import dev.holdfast.backend.Inventories.StoredCertificate;
import dev.holdfast.backend.Inventories.StoredObject;
import dev.holdfast.keys.PublicKeys;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What lies on a token, under names that are unique: read at once and kept for a while, since
 * reading asks the token about every object.
 */
final class TokenIndex {
  private static final long FRESH_NANOS = 1_000_000_000L;

  /** A token that is slow to read is read no more than a twentieth of the time. */
  private static final int PAUSE = 20;

  private final Map<String, StoredObject> keys = new TreeMap<>();
  private final Map<String, StoredCertificate> trusted = new TreeMap<>();
  private final List<StoredCertificate> certificates;
  private final Map<StoredObject, List<X509Certificate>> chains = new ConcurrentHashMap<>();
  private final long staleAt;

  private TokenIndex(
      List<StoredObject> objects, List<StoredCertificate> certificates, long staleAt) {
    this.certificates = List.copyOf(certificates);
    this.staleAt = staleAt;
    List<StoredObject> ordered = new ArrayList<>(objects);
    ordered.sort(Comparator.comparing(StoredObject::objectId));
    for (StoredObject object : ordered) {
      boolean plain = !object.label().isEmpty() && !keys.containsKey(object.label());
      keys.putIfAbsent(plain ? object.label() : apart(object), object);
    }
    for (StoredCertificate certificate : certificates) {
      if (!certificate.label().isEmpty() && !belongsToKey(certificate)) {
        trusted.putIfAbsent(free(certificate), certificate);
      }
    }
  }

  static TokenIndex read(Inventories token) throws KeyOperationException {
    long began = System.nanoTime();
    List<StoredObject> objects = token.keys();
    List<StoredCertificate> certificates = token.certificates();
    long now = System.nanoTime();
    return new TokenIndex(
        objects, certificates, now + Math.max(FRESH_NANOS, PAUSE * (now - began)));
  }

  /** A name that tells apart an object whose label is taken or missing. */
  static String apart(StoredObject object) {
    String id = object.objectId().isEmpty() ? "no CKA_ID" : object.objectId();
    return object.label().isEmpty() ? id : object.label() + " (" + id + ")";
  }

  private String free(StoredCertificate certificate) {
    String name = certificate.label();
    for (int count = 2; keys.containsKey(name) || trusted.containsKey(name); count++) {
      name = certificate.label() + " (" + count + ")";
    }
    return name;
  }

  private boolean belongsToKey(StoredCertificate certificate) {
    return keys.values().stream()
        .anyMatch(
            key -> !key.objectId().isEmpty() && key.objectId().equals(certificate.objectId()));
  }

  boolean isStale() {
    return System.nanoTime() - staleAt > 0;
  }

  /** The keys by name; the name is the label where that is unique. */
  Map<String, StoredObject> keys() {
    return keys;
  }

  /** The certificates that belong to no key, by name. */
  Map<String, StoredCertificate> trusted() {
    return trusted;
  }

  List<String> names() {
    List<String> names = new ArrayList<>(keys.keySet());
    names.addAll(trusted.keySet());
    return names;
  }

  /** The certificate objects with a key's CKA_ID. */
  List<StoredCertificate> certificatesOf(StoredObject key) {
    return certificates.stream()
        .filter(c -> !c.objectId().isEmpty() && c.objectId().equals(key.objectId()))
        .toList();
  }

  /** Those of them that are another key's, and not used. */
  List<StoredCertificate> strangersOf(StoredObject key) {
    return certificatesOf(key).stream()
        .filter(stored -> !isFor(key, stored.certificate()))
        .toList();
  }

  private static boolean isFor(StoredObject key, X509Certificate certificate) {
    Optional<PublicKey> half = key.handle().publicKey();
    try {
      return half.isEmpty() || PublicKeys.sameMaterial(half.get(), certificate.getPublicKey());
    } catch (InvalidKeyException e) {
      // Of a kind that Holdfast does not use, and so not the key's.
      return false;
    }
  }

  /**
   * What kind of key it is. A token has RSA keys and no word for what one is bound to: that stands
   * in its certificate.
   */
  KeySpec specOf(StoredObject key) {
    KeySpec kept = key.handle().spec();
    if (kept.type() != KeyType.RSA) {
      return kept;
    }
    return ownCertificate(key)
        .flatMap(TokenIndex::specOf)
        .filter(certified -> certified.material().equals(kept))
        .orElse(kept);
  }

  private static Optional<KeySpec> specOf(X509Certificate certificate) {
    try {
      return Optional.of(PublicKeys.specOf(certificate.getPublicKey()));
    } catch (InvalidKeyException e) {
      return Optional.empty();
    }
  }

  /**
   * A key's certificate and, as far as the token has them, its issuers up to the root; the same for
   * as long as this index is used.
   */
  List<X509Certificate> chainOf(StoredObject key) {
    return chains.computeIfAbsent(key, this::findChain);
  }

  private List<X509Certificate> findChain(StoredObject key) {
    Map<String, X509Certificate> chain = new LinkedHashMap<>();
    Optional<X509Certificate> next = ownCertificate(key);
    while (next.isPresent() && chain.putIfAbsent(fingerprint(next.get()), next.get()) == null) {
      next = issuerOf(next.get());
    }
    return List.copyOf(chain.values());
  }

  private Optional<X509Certificate> ownCertificate(StoredObject key) {
    // Several certificates can have one CKA_ID, such as a renewed one beside the old; only one for
    // this very key counts.
    return certificatesOf(key).stream()
        .map(StoredCertificate::certificate)
        .filter(certificate -> isFor(key, certificate))
        .max(newestValid());
  }

  private Optional<X509Certificate> issuerOf(X509Certificate certificate) {
    if (certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
      return Optional.empty();
    }
    return certificates.stream()
        .map(StoredCertificate::certificate)
        .filter(
            issuer -> issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()))
        .filter(issuer -> mayHaveSigned(issuer, certificate))
        .max(newestValid());
  }

  /** An authority that has changed its key keeps its name. */
  private static boolean mayHaveSigned(X509Certificate issuer, X509Certificate certificate) {
    try {
      certificate.verify(issuer.getPublicKey());
      return true;
    } catch (SignatureException e) {
      return false;
    } catch (GeneralSecurityException e) {
      // Of a kind that this JDK does not verify: the name has to do.
      return true;
    }
  }

  /** Valid now before those that are not yet or no longer, and of these the last one issued. */
  private static Comparator<X509Certificate> newestValid() {
    Instant now = Instant.now();
    return Comparator.comparing((X509Certificate each) -> isValid(each, now))
        .thenComparing(X509Certificate::getNotBefore)
        .thenComparing(X509Certificate::getNotAfter);
  }

  private static boolean isValid(X509Certificate certificate, Instant now) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private static String fingerprint(X509Certificate certificate) {
    return certificate.getIssuerX500Principal() + " " + certificate.getSerialNumber();
  }
}
