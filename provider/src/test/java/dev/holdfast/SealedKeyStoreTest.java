// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.config.Configuration;
import dev.holdfast.wiring.Vaults;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.UnrecoverableEntryException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedKeyStoreTest {
  private static final char[] NONE = {};

  @TempDir Path folder;
  private SealedHoldfast holdfast;
  private KeyStore store;
  private KeyStore.PrivateKeyEntry software;

  @BeforeEach
  void open() throws Exception {
    holdfast = new SealedHoldfast(folder);
    store = holdfast.keyStore();
    software = softwareEntry();
  }

  /** An ordinary key with its certificate, made by keytool as a user would. */
  private KeyStore.PrivateKeyEntry softwareEntry() throws Exception {
    Path file = folder.resolve("software.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    Process made =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-alias",
                "s",
                "-dname",
                "CN=s",
                "-storetype",
                "PKCS12",
                "-storepass",
                "123456",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertEquals(0, made.waitFor());
    KeyStore loaded = KeyStore.getInstance(file.toFile(), "123456".toCharArray());
    return (KeyStore.PrivateKeyEntry)
        loaded.getEntry("s", new KeyStore.PasswordProtection("123456".toCharArray()));
  }

  private void storeIn(KeyStore target, String alias) throws Exception {
    target.setKeyEntry(alias, software.getPrivateKey(), NONE, software.getCertificateChain());
  }

  @Test
  void softwareKeysAreTakenInWithTheirChain() throws Exception {
    storeIn(store, "web");
    PrivateKey key = (PrivateKey) store.getKey("web", "ignored".toCharArray());
    assertNull(key.getEncoded());
    assertArrayEquals(software.getCertificateChain(), store.getCertificateChain("web"));
    assertEquals("web", store.getCertificateAlias(software.getCertificate()));
    assertNotNull(store.getCreationDate("web"));
    assertTrue(store.isKeyEntry("web") && !store.isCertificateEntry("web"));
    assertInstanceOf(KeyStore.PrivateKeyEntry.class, store.getEntry("web", null));
    assertTrue(store.entryInstanceOf("web", KeyStore.PrivateKeyEntry.class));
    assertEquals(key, store.getKey("web", null));
    assertEquals(key, holdfast.keyStore().getKey("web", null));
  }

  @Test
  void aHandleUnderAnotherAliasIsTheSameKey() throws Exception {
    storeIn(store, "old");
    KeyStore.Entry entry = store.getEntry("old", new KeyStore.PasswordProtection(NONE));
    store.setEntry("new", entry, null);
    assertEquals(store.getKey("old", null), store.getKey("new", null));
    store.deleteEntry("old");
    assertFalse(store.containsAlias("old"));
    assertNotNull(store.getKey("new", null));
    store.deleteEntry("never there");
  }

  @Test
  void secretKeysAndTrustedCertificatesAreKept() throws Exception {
    SecretKey session = KeyGenerator.getInstance("AES", holdfast.provider).generateKey();
    store.setEntry("session", new KeyStore.SecretKeyEntry(session), null);
    store.setKeyEntry("import", new SecretKeySpec(new byte[32], "HmacSHA256"), null, null);
    store.setCertificateEntry("ca", software.getCertificate());
    assertEquals(Set.of("session", "import", "ca"), Set.copyOf(Collections.list(store.aliases())));
    assertEquals(3, store.size());
    assertInstanceOf(KeyStore.SecretKeyEntry.class, store.getEntry("session", null));
    assertEquals("HmacSHA256", store.getKey("import", null).getAlgorithm());
    assertTrue(store.isCertificateEntry("ca"));
    assertNull(store.getKey("ca", null));
    assertInstanceOf(KeyStore.TrustedCertificateEntry.class, store.getEntry("ca", null));
    assertNull(store.getCertificateChain("ca"));
  }

  @Test
  void keysMadeWithASpecificationAreThereWithoutACertificate() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", holdfast.provider);
    generator.initialize(HoldfastKeySpec.builder().alias("bare").description("d").build());
    KeyPair pair = generator.generateKeyPair();
    assertEquals(pair.getPrivate(), store.getKey("bare", null));
    assertNull(store.getCertificateChain("bare"));
    assertThrows(UnrecoverableEntryException.class, () -> store.getEntry("bare", null));
    assertThrows(
        KeyStoreException.class,
        () -> store.setKeyEntry("x", pair.getPrivate(), NONE, software.getCertificateChain()));
    assertThrows(
        KeyStoreException.class, () -> store.setKeyEntry("x", new byte[9], new Certificate[0]));
  }

  /** The configuration as a text that has no file. */
  private byte[] withoutFile() throws IOException {
    String text =
        new String(holdfast.text(), StandardCharsets.UTF_8)
            .replace("vault.db", folder.resolve("vault.db").toString())
            .replace("file:pin", "file:" + folder.resolve("pin"));
    return (text + "# kept\n").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void storeWritesWhatWasLoadedByteForByte() throws Exception {
    byte[] loaded = withoutFile();
    KeyStore other = KeyStore.getInstance("Holdfast", holdfast.provider);
    other.load(new ByteArrayInputStream(loaded), SealedHoldfast.PIN.toCharArray());
    storeIn(other, "web");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    other.store(out, SealedHoldfast.PIN.toCharArray());
    assertArrayEquals(loaded, out.toByteArray());
    assertTrue(store.containsAlias("web"));
  }

  @Test
  void storeAfterLoadNullWritesAFileThatOpensTheSameVault() throws Exception {
    storeIn(store, "web");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, null);
    assertEquals(2, out.toString(StandardCharsets.UTF_8).lines().count());
    KeyStore other = KeyStore.getInstance("Holdfast", holdfast.provider);
    other.load(new ByteArrayInputStream(out.toByteArray()), NONE);
    assertTrue(other.containsAlias("web"));
  }

  /**
   * keytool does so when it imports from a file into the same file: that must not include itself.
   */
  @Test
  void storeAfterLoadNullKeepsTheTextByWhichTheVaultWasOpened() throws Exception {
    Vaults.close(Vaults.open(Configuration.ofFile(holdfast.configuration), Optional.empty()));
    KeyStore source = KeyStore.getInstance("Holdfast", holdfast.provider);
    source.load(new ByteArrayInputStream(withoutFile()), NONE);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    holdfast.keyStore().store(out, null);
    assertArrayEquals(withoutFile(), out.toByteArray());
  }

  @Test
  void aWrongPinIsToldByTheCause() throws Exception {
    KeyStore other = KeyStore.getInstance("Holdfast", holdfast.provider);
    IOException wrong =
        assertThrows(IOException.class, () -> other.load(null, "wrong wrong".toCharArray()));
    assertInstanceOf(UnrecoverableKeyException.class, wrong.getCause());
    IOException tomcat =
        assertThrows(IOException.class, () -> other.load(null, "changeit".toCharArray()));
    assertTrue(tomcat.getMessage().contains("certificateKeystorePassword"));
  }

  @Test
  void storeWithAnotherPasswordChangesThePin() throws Exception {
    char[] changed = "a new and longer pin".toCharArray();
    store.store(null, changed);
    KeyStore other = KeyStore.getInstance("Holdfast", holdfast.provider);
    other.load(null, changed);
    assertThrows(IOException.class, () -> other.load(null, SealedHoldfast.PIN.toCharArray()));
  }
}
