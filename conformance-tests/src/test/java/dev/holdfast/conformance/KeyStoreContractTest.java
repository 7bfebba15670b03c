// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The rules of the KeyStore, on each backend. */
class KeyStoreContractTest {
  private static KeyPair pair(Fixture fixture) throws Exception {
    return KeyPairGenerator.getInstance("EC", fixture.provider()).generateKeyPair();
  }

  private static KeyPair stored(Fixture fixture, String alias) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", fixture.provider());
    generator.initialize(HoldfastKeySpec.builder().alias(alias).build());
    return generator.generateKeyPair();
  }

  private static X509Certificate[] keep(KeyStore keyStore, String alias, KeyPair pair)
      throws Exception {
    X509Certificate[] chain = Certificates.chain(pair.getPublic(), alias);
    keyStore.setKeyEntry(alias, pair.getPrivate(), null, chain);
    return chain;
  }

  private static Set<String> aliases(KeyStore keyStore) throws Exception {
    return new TreeSet<>(Collections.list(keyStore.aliases()));
  }

  private static void assertSigns(Fixture fixture, Key key, PublicKey publicKey) throws Exception {
    String name = publicKey.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    Signature signer = Signature.getInstance(name, fixture.provider());
    signer.initSign((PrivateKey) key);
    signer.update((byte) 1);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(name);
    verifier.initVerify(publicKey);
    verifier.update((byte) 1);
    assertTrue(verifier.verify(signature));
  }

  @EveryBackend
  void sessionKeyWithItsChain_staysAsTheSameKey(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPair pair = pair(fixture);
      X509Certificate[] chain = keep(fixture.keyStore(), "web", pair);
      fixture.reopen();
      KeyStore keyStore = fixture.keyStore();
      assertEquals(Set.of("web"), withoutIssuers(keyStore));
      assertTrue(keyStore.isKeyEntry("web") && !keyStore.isCertificateEntry("web"));
      assertEquals(chain[0], keyStore.getCertificate("web"));
      assertArrayEquals(chain, keyStore.getCertificateChain("web"));
      assertEquals("web", keyStore.getCertificateAlias(chain[0]));
      assertSigns(fixture, keyStore.getKey("web", "any".toCharArray()), pair.getPublic());
      assertInstanceOf(KeyStore.PrivateKeyEntry.class, keyStore.getEntry("web", null));
      assertTrue(keyStore.entryInstanceOf("web", KeyStore.PrivateKeyEntry.class));
    }
  }

  /** On a token, the certificate of an issuer may be an entry of its own, as for other tools. */
  private static Set<String> withoutIssuers(KeyStore keyStore) throws Exception {
    Set<String> keys = aliases(keyStore);
    for (String alias : aliases(keyStore)) {
      if (Certificates.root().equals(keyStore.getCertificate(alias))) {
        keys.remove(alias);
      }
    }
    return keys;
  }

  @EveryBackend
  void sessionKeyUnderASecondAlias_isTheSameKey(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPair pair = pair(fixture);
      KeyStore keyStore = fixture.keyStore();
      keep(keyStore, "one", pair);
      Key one = keyStore.getKey("one", null);
      keep(keyStore, "two", pair);
      Key two = keyStore.getKey("two", null);
      assertEquals(one, two);
      assertSigns(fixture, two, pair.getPublic());
      assertEquals(1, fixture.vault().keys().size());
      // Without records a name is the object's label, and it has but one.
      assertEquals(backend.hasVault(), keyStore.containsAlias("one"));
    }
  }

  @EveryBackend
  void usedAlias_isRepointedAndTheOldKeyStays(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyStore keyStore = fixture.keyStore();
      KeyPair old = pair(fixture);
      keep(keyStore, "web", old);
      Key oldKey = keyStore.getKey("web", null);
      KeyPair renewed = pair(fixture);
      X509Certificate[] chain = keep(keyStore, "web", renewed);
      assertEquals(chain[0], keyStore.getCertificate("web"));
      assertNotEquals(oldKey, keyStore.getKey("web", null));
      assertSigns(fixture, keyStore.getKey("web", null), renewed.getPublic());
      assertSigns(fixture, oldKey, old.getPublic());
      fixture.reopen();
      keyStore = fixture.keyStore();
      assertSigns(fixture, keyStore.getKey("web", null), renewed.getPublic());
      Set<String> others = withoutIssuers(keyStore);
      others.remove("web");
      assertEquals(1, others.size(), others.toString());
      assertSigns(fixture, keyStore.getKey(others.iterator().next(), null), old.getPublic());
    }
  }

  @EveryBackend
  void certificate_isRenewedForTheSameKey(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyStore keyStore = fixture.keyStore();
      KeyPair pair = stored(fixture, "web");
      assertNull(keyStore.getCertificate("web"));
      assertNull(keyStore.getCertificateChain("web"));
      keep(keyStore, "web", pair);
      X509Certificate[] renewed = keep(keyStore, "web", pair);
      fixture.reopen();
      assertArrayEquals(renewed, fixture.keyStore().getCertificateChain("web"));
      assertEquals(1, fixture.vault().keys().size());
      X509Certificate[] foreign = Certificates.chain(pair(fixture).getPublic(), "other");
      assertThrows(
          KeyStoreException.class,
          () -> fixture.keyStore().setKeyEntry("web", pair.getPrivate(), null, foreign));
    }
  }

  @EveryBackend
  void keysWithoutCertificate_areVisibleAndWork(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPair pair = stored(fixture, "bare");
      fixture.reopen();
      KeyStore keyStore = fixture.keyStore();
      assertEquals(Set.of("bare"), aliases(keyStore));
      assertTrue(keyStore.isKeyEntry("bare"));
      assertSigns(fixture, keyStore.getKey("bare", null), pair.getPublic());
    }
  }

  @EveryBackend
  void secretKeysAndTrustedCertificates_areKeptAndDeleted(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyStore keyStore = fixture.keyStore();
      SecretKey secret = new SecretKeySpec(new byte[32], "AES");
      keyStore.setEntry("secret", new KeyStore.SecretKeyEntry(secret), null);
      keyStore.setCertificateEntry("ca", Certificates.root());
      fixture.reopen();
      keyStore = fixture.keyStore();
      keyStore.setCertificateEntry("ca", Certificates.root());
      assertEquals(Set.of("ca", "secret"), aliases(keyStore));
      assertNull(keyStore.getKey("secret", null).getEncoded());
      assertInstanceOf(KeyStore.SecretKeyEntry.class, keyStore.getEntry("secret", null));
      assertTrue(keyStore.isCertificateEntry("ca"));
      assertEquals(Certificates.root(), keyStore.getCertificate("ca"));
      assertNull(keyStore.getKey("ca", null));
      assertNull(keyStore.getCertificateChain("ca"));
      KeyStore store = keyStore;
      assertThrows(
          KeyStoreException.class, () -> store.setCertificateEntry("secret", Certificates.root()));
      keyStore.deleteEntry("ca");
      keyStore.deleteEntry("secret");
      keyStore.deleteEntry("never was");
      fixture.reopen();
      assertEquals(0, fixture.keyStore().size());
    }
  }

  @EveryBackend
  void rename_asKeytoolDoesIt(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyStore keyStore = fixture.keyStore();
      KeyPair pair = pair(fixture);
      X509Certificate[] chain = keep(keyStore, "before", pair);
      Key key = keyStore.getKey("before", null);
      keyStore.setKeyEntry("after", key, null, keyStore.getCertificateChain("before"));
      keyStore.deleteEntry("before");
      fixture.reopen();
      keyStore = fixture.keyStore();
      assertEquals(Set.of("after"), withoutIssuers(keyStore));
      assertEquals(chain[0], keyStore.getCertificate("after"));
      assertSigns(fixture, keyStore.getKey("after", null), pair.getPublic());
    }
  }

  @EveryBackend
  @SuppressWarnings("JavaUtilDate") // what KeyStore answers with
  void creationDate_isThereOrSaysTheEpoch(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Date before = new Date(System.currentTimeMillis() - 1000);
      stored(fixture, "dated");
      Date created = fixture.keyStore().getCreationDate("dated");
      assertNotNull(created);
      assertEquals(backend.hasVault(), created.after(before));
      assertFalse(created.after(new Date(System.currentTimeMillis() + 1000)));
      assertNull(fixture.keyStore().getCreationDate("never was"));
    }
  }

  @EveryBackend
  void storeAndLoad_leadToTheSameVault(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPair pair = stored(fixture, "web");
      KeyStore keyStore = KeyStore.getInstance("Holdfast", fixture.provider());
      byte[] text = Files.readAllBytes(fixture.configuration());
      keyStore.load(new ByteArrayInputStream(text), fixture.pin().toCharArray());
      ByteArrayOutputStream written = new ByteArrayOutputStream();
      keyStore.store(written, fixture.pin().toCharArray());
      assertArrayEquals(text, written.toByteArray());
      ByteArrayOutputStream pointer = new ByteArrayOutputStream();
      fixture.keyStore().store(pointer, null);
      fixture.reopen();
      try (InputStream in = new ByteArrayInputStream(pointer.toByteArray())) {
        keyStore.load(in, null);
      }
      assertSigns(fixture, keyStore.getKey("web", null), pair.getPublic());
      assertFalse(pointer.toString(StandardCharsets.UTF_8).contains(fixture.pin()));
    }
  }

  @Test
  void objectsOfPkcs11Tool_areFoundEvenWithEqualLabels() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      for (String id : List.of("01", "02", "03")) {
        SoftHsm.pkcs11Tool(
            fixture, "--keypairgen", "--key-type", "EC:prime256v1", "--label", "same", "--id", id);
      }
      SoftHsm.pkcs11Tool(
          fixture, "--keypairgen", "--key-type", "rsa:2048", "--label", "only", "--id", "04");
      SoftHsm.pkcs11Tool(
          fixture, "--keygen", "--key-type", "AES:32", "--label", "same", "--id", "05");
      fixture.reopen();
      KeyStore keyStore = fixture.keyStore();
      Set<String> aliases = aliases(keyStore);
      assertEquals(5, aliases.size(), aliases.toString());
      assertTrue(aliases.contains("only"), aliases.toString());
      Set<String> keys = new TreeSet<>();
      for (String alias : aliases) {
        Key key = keyStore.getKey(alias, null);
        keys.add(key.toString());
        if (key instanceof PrivateKey privateKey) {
          Signature signer =
              Signature.getInstance(
                  key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA",
                  fixture.provider());
          signer.initSign(privateKey);
          assertNotNull(signer.sign());
        }
      }
      assertEquals(5, keys.size());
      fixture.reopen();
      assertEquals(aliases, aliases(fixture.keyStore()), "names are stable");
    }
  }
}
