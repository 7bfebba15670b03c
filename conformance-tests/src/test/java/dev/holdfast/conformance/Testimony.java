// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.Holdfast;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.kms.api.CreateAliasRequest;
import dev.holdfast.kms.api.CreateKeyRequest;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;

/**
 * Keys of every kind in one vault, and what was done with them, in a file: one process writes it,
 * and another checks it with the same keys.
 */
final class Testimony {
  private static final String MANAGED = "managed";

  /** Kinds of key pairs, each with a certificate, and what is done with one. */
  private static final Map<String, List<Deed>> PAIRS =
      Map.of(
          "RSA-2048",
          List.of(
              new Deed.Signs("SHA256withRSA"),
              new Deed.Signs("SHA384withRSAandMGF1"),
              new Deed.Decrypts("RSA/ECB/OAEPWithSHA-256AndMGF1Padding")),
          "secp256r1",
          List.of(new Deed.Signs("SHA256withECDSA"), new Deed.Agrees("ECDH")),
          "brainpoolP384r1",
          List.of(new Deed.Signs("SHA384withECDSA")),
          "Ed25519",
          List.of(new Deed.Signs("Ed25519")),
          "Ed448",
          List.of(new Deed.Signs("Ed448")),
          "X25519",
          List.of(new Deed.Agrees("X25519")),
          "X448",
          List.of(new Deed.Agrees("X448")),
          "ML-DSA-65",
          List.of(new Deed.Signs("ML-DSA-65"), new Deed.Signs("ML-DSA")),
          "SLH-DSA-SHA2-128F",
          List.of(new Deed.Signs("SLH-DSA-SHA2-128F")),
          "ML-KEM-768",
          List.of(new Deed.Encapsulates("ML_KEM")));

  private static final Map<String, List<Deed>> SECRETS =
      Map.of(
          "AES",
          List.of(new Deed.Encrypts("AES/GCM/NoPadding", "GCM")),
          "ChaCha20",
          List.of(new Deed.Encrypts("ChaCha20-Poly1305", "ChaCha20-Poly1305")),
          "HmacSHA256",
          List.of(new Deed.Authenticates("HmacSHA256")));

  private final Deed.Place place;

  Testimony(Path configuration) throws Exception {
    Provider holdfast = new HoldfastProvider().configure(configuration.toString());
    KeyStore keyStore = KeyStore.getInstance("Holdfast", holdfast);
    keyStore.load(null, null);
    this.place = new Deed.Place(holdfast, keyStore, Holdfast.keyService(configuration));
  }

  /** Makes a key of every kind; the name of each is a prefix, a slash and the kind. */
  void makeKeys(String prefix) throws Exception {
    for (String kind : PAIRS.keySet()) {
      KeyPair pair = newPair(kind);
      place
          .keyStore()
          .setKeyEntry(
              prefix + "/" + kind,
              pair.getPrivate(),
              null,
              Certificates.chain(pair.getPublic(), kind));
    }
    for (String kind : SECRETS.keySet()) {
      KeyGenerator generator = KeyGenerator.getInstance(kind, place.holdfast());
      place.keyStore().setKeyEntry(prefix + "/" + kind, generator.generateKey(), null, null);
    }
    String id = place.kms().createKey(CreateKeyRequest.of()).keyMetadata().keyId();
    place.kms().createAlias(CreateAliasRequest.of("alias/" + prefix + "/" + MANAGED, id));
  }

  private KeyPair newPair(String kind) throws GeneralSecurityException {
    boolean curve = Promises.CURVES.contains(kind);
    String algorithm = curve ? "EC" : kind.startsWith("RSA-") ? "RSA" : kind;
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, place.holdfast());
    if (curve) {
      generator.initialize(new ECGenParameterSpec(kind));
    } else if (algorithm.equals("RSA")) {
      generator.initialize(Integer.parseInt(kind.substring(4)));
    }
    return generator.generateKeyPair();
  }

  /** Uses every key of the vault in every way of its kind, and writes down what came of it. */
  void write(Path file) throws Exception {
    Properties facts = new Properties();
    for (String alias : Collections.list(place.keyStore().aliases())) {
      for (Deed deed : deeds(alias)) {
        List<String> parts = new ArrayList<>();
        for (byte[] part : deed.act(place, alias)) {
          parts.add(Base64.getEncoder().encodeToString(part));
        }
        facts.setProperty(alias + " " + deed, String.join(" ", parts));
      }
    }
    try (Writer writer = Files.newBufferedWriter(file)) {
      facts.store(writer, null);
    }
  }

  /**
   * Checks what another process wrote down: of each key that it has made, in every way of its kind.
   *
   * @param prefixes what the keys' names begin with
   * @return how many facts there were
   */
  int check(Path file, String... prefixes) throws Exception {
    Properties facts = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      facts.load(reader);
    }
    int checked = 0;
    for (String prefix : prefixes) {
      for (String kind : kinds()) {
        String alias = prefix + "/" + kind;
        for (Deed deed : deeds(alias)) {
          String fact = facts.getProperty(alias + " " + deed);
          if (fact == null) {
            throw new AssertionError("Nothing is said of " + alias + " " + deed);
          }
          deed.check(
              place, alias, Arrays.stream(fact.split(" ", -1)).map(Testimony::part).toList());
          checked++;
        }
      }
    }
    return checked;
  }

  private static byte[] part(String text) {
    return Base64.getDecoder().decode(text);
  }

  private static List<String> kinds() {
    return Stream.of(PAIRS.keySet().stream(), SECRETS.keySet().stream(), Stream.of(MANAGED))
        .flatMap(kinds -> kinds)
        .toList();
  }

  private static List<Deed> deeds(String alias) {
    String kind = alias.substring(alias.indexOf('/') + 1);
    if (PAIRS.containsKey(kind)) {
      return Stream.concat(PAIRS.get(kind).stream(), Stream.of(new Deed.Certifies())).toList();
    }
    return SECRETS.getOrDefault(kind, List.of(new Deed.Manages()));
  }
}
