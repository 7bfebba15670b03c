// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.kms.Finding;
import dev.holdfast.kms.QuickVault;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.wiring.Vaults;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A token that cannot be written to: NSS with its database opened for reading, filled beforehand.
 * Its keys are listed and used, and nothing else is promised.
 */
class ReadOnlyTokenTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  private static Fixture fixture;
  private static Path configuration;
  private static Provider holdfast;

  private static PublicKey rsa;
  private static X509Certificate[] chain;
  private static byte[] sealed;

  @BeforeAll
  static void fill() throws Exception {
    fixture = Fixture.of(Backend.NSS_TOKEN);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", fixture.provider());
    generator.initialize(HoldfastKeySpec.builder().alias("rsa").keySize(2048).build());
    KeyPair pair = generator.generateKeyPair();
    rsa = pair.getPublic();
    chain = Certificates.chain(rsa, "rsa");
    KeyStore keyStore = fixture.keyStore();
    keyStore.setKeyEntry("rsa", pair.getPrivate(), null, chain);
    KeyGenerator secrets = KeyGenerator.getInstance("AES", fixture.provider());
    secrets.init(HoldfastKeySpec.builder().alias("aes").keySize(256).build());
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", fixture.provider());
    gcm.init(Cipher.ENCRYPT_MODE, secrets.generateKey(), new GCMParameterSpec(128, new byte[12]));
    sealed = gcm.doFinal(MESSAGE);
    fixture.reopen();
    configuration = fixture.folder().resolve("read-only.properties");
    String text = Files.readString(fixture.configuration());
    Files.writeString(configuration, text.replace("flags=noModDB", "flags=noModDB,readOnly"));
    holdfast = new HoldfastProvider().configure(configuration.toString());
  }

  @AfterAll
  static void end() throws Exception {
    Vaults.close(vault());
    fixture.close();
  }

  private static Vault vault() throws Exception {
    return Vaults.open(Configuration.ofFile(configuration), Optional.empty());
  }

  private static KeyStore keyStore() throws Exception {
    KeyStore keyStore = KeyStore.getInstance("Holdfast", holdfast);
    keyStore.load(null, null);
    return keyStore;
  }

  private static void signs(PrivateKey key, PublicKey half, String algorithm) throws Exception {
    Signature signing = Signature.getInstance(algorithm, holdfast);
    signing.initSign(key);
    signing.update(MESSAGE);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance(algorithm);
    verifying.initVerify(half);
    verifying.update(MESSAGE);
    assertTrue(verifying.verify(signature), algorithm);
  }

  @Test
  void keysAndCertificates_areListed() throws Exception {
    KeyStore keyStore = keyStore();
    TreeSet<String> names = new TreeSet<>(Collections.list(keyStore.aliases()));
    assertTrue(names.containsAll(List.of("rsa", "aes")), names::toString);
    assertArrayEquals(chain, keyStore.getCertificateChain("rsa"));
  }

  @Test
  void keys_signAndDecrypt() throws Exception {
    PrivateKey key = (PrivateKey) keyStore().getKey("rsa", null);
    signs(key, rsa, "SHA256withRSA");
    Cipher sealing = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding");
    sealing.init(Cipher.ENCRYPT_MODE, rsa);
    Cipher opening = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", holdfast);
    opening.init(Cipher.DECRYPT_MODE, key);
    assertArrayEquals(MESSAGE, opening.doFinal(sealing.doFinal(MESSAGE)));
    Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", holdfast);
    gcm.init(
        Cipher.DECRYPT_MODE,
        keyStore().getKey("aes", null),
        new GCMParameterSpec(128, new byte[12]));
    assertArrayEquals(MESSAGE, gcm.doFinal(sealed));
  }

  @Test
  void sessionKeys_areMadeAndUsed() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("EC", holdfast).generateKeyPair();
    signs(pair.getPrivate(), pair.getPublic(), "SHA256withECDSA");
    SecretKey secret = KeyGenerator.getInstance("HmacSHA256", holdfast).generateKey();
    Mac mac = Mac.getInstance("HmacSHA256", holdfast);
    mac.init(secret);
    assertEquals(32, mac.doFinal(MESSAGE).length);
  }

  @Test
  void makingAKey_isRefused() throws Exception {
    KeyPairGenerator pairs = KeyPairGenerator.getInstance("EC", holdfast);
    pairs.initialize(HoldfastKeySpec.builder().alias("new").build());
    refused(ProviderException.class, pairs::generateKeyPair);
    KeyGenerator secrets = KeyGenerator.getInstance("AES", holdfast);
    secrets.init(HoldfastKeySpec.builder().alias("new").keySize(256).build());
    refused(ProviderException.class, secrets::generateKey);
    KeyStore keyStore = keyStore();
    KeyPair pair = KeyPairGenerator.getInstance("EC", holdfast).generateKeyPair();
    X509Certificate[] other = Certificates.chain(pair.getPublic(), "new");
    refused(
        KeyStoreException.class, () -> keyStore.setKeyEntry("new", pair.getPrivate(), null, other));
    // The session key that could not be kept is as good as before.
    signs(pair.getPrivate(), pair.getPublic(), "SHA256withECDSA");
  }

  @Test
  void changesAndDeletions_areRefused() throws Exception {
    KeyStore keyStore = keyStore();
    refused(KeyStoreException.class, () -> keyStore.deleteEntry("rsa"));
    refused(KeyStoreException.class, () -> keyStore.deleteEntry("aes"));
    refused(
        KeyStoreException.class,
        () -> keyStore.setCertificateEntry("trusted", Certificates.root()));
    refused(
        KeyStoreException.class,
        () ->
            keyStore.setKeyEntry(
                "renamed",
                keyStore.getKey("rsa", null),
                null,
                keyStore.getCertificateChain("rsa")));
    assertNotNull(keyStore.getKey("rsa", null));
    assertArrayEquals(chain, keyStore.getCertificateChain("rsa"));
    assertNotNull(keyStore.getKey("aes", null));
  }

  private static <T extends Throwable> void refused(
      Class<T> type, org.junit.jupiter.api.function.Executable change) {
    Faults.fails(type, Reason.NOT_ALLOWED, change, "the token is read-only", "write protection");
  }

  @Test
  void doctor_saysSo() throws Exception {
    List<Finding> findings = vault().diagnose();
    assertTrue(
        findings.stream().anyMatch(finding -> finding.what().contains("is read-only")),
        findings::toString);
  }

  /** A vault whose token has become read-only: no record is left of what could not be made. */
  @Test
  void vault_usesItsKeysAndMakesNone() throws Exception {
    try (Fixture nss = Fixture.of(Backend.NSS_TOKEN)) {
      Path store = nss.folder().resolve("vault.db");
      QuickVault.initialise(store, Fixture.VAULT_PIN.toCharArray());
      String vault =
          "vault = jdbc:sqlite:" + store + "\npin = file:" + nss.folder().resolve("pin") + "\n";
      Path writable = nss.folder().resolve("vault.properties");
      Files.writeString(writable, vault + Files.readString(nss.configuration()));
      Provider provider = new HoldfastProvider().configure(writable.toString());
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(HoldfastKeySpec.builder().alias("web").build());
      PublicKey half = generator.generateKeyPair().getPublic();
      Vaults.close(Vaults.open(Configuration.ofFile(writable), Optional.empty()));

      Path readable = nss.folder().resolve("read-only-vault.properties");
      Files.writeString(
          readable, Files.readString(writable).replace("flags=noModDB", "flags=noModDB,readOnly"));
      Provider reader = new HoldfastProvider().configure(readable.toString());
      KeyStore keyStore = KeyStore.getInstance("Holdfast", reader);
      keyStore.load(null, null);
      Signature signing = Signature.getInstance("SHA256withECDSA", reader);
      signing.initSign((PrivateKey) keyStore.getKey("web", null));
      signing.update(MESSAGE);
      byte[] signature = signing.sign();
      Signature verifying = Signature.getInstance("SHA256withECDSA");
      verifying.initVerify(half);
      verifying.update(MESSAGE);
      assertTrue(verifying.verify(signature));
      KeyPairGenerator refusing = KeyPairGenerator.getInstance("EC", reader);
      refusing.initialize(HoldfastKeySpec.builder().alias("new").build());
      refused(ProviderException.class, refusing::generateKeyPair);
      assertEquals(List.of("web"), Collections.list(keyStore.aliases()));
      Vault opened = Vaults.open(Configuration.ofFile(readable), Optional.empty());
      List<Finding> findings = opened.diagnose();
      assertEquals(
          List.of("is read-only"),
          findings.stream()
              .filter(finding -> finding.severity() != Finding.Severity.OK)
              .map(
                  finding ->
                      finding.what().contains("is read-only") ? "is read-only" : finding + "")
              .toList());
      Vaults.close(opened);
    }
  }
}
