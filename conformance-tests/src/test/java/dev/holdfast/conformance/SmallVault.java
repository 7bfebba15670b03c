// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.kms.QuickVault;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.wiring.Vaults;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.GCMParameterSpec;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.sqlite.SQLiteDataSource;

/**
 * A sealed vault with an EC key "web", an AES key "data" and a certificate "ca", that opens fast;
 * with what its keys must say.
 */
final class SmallVault {
  static final byte[] MESSAGE = "what the keys are used on".getBytes(StandardCharsets.UTF_8);

  private final Path folder;
  private final Provider provider;
  private final PublicKey webKey;
  private final byte[] sealedMessage;
  private final X509Certificate certificate;
  private final Set<String> names;

  SmallVault(Path folder) throws Exception {
    this.folder = folder;
    Files.writeString(configuration(), "vault = jdbc:sqlite:vault.db\npin = file:pin\n");
    Files.createFile(
        folder.resolve("pin"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(folder.resolve("pin"), Fixture.VAULT_PIN);
    QuickVault.initialise(file(), Fixture.VAULT_PIN.toCharArray());
    this.provider = new HoldfastProvider().configure(configuration().toString());
    this.webKey = makePair("web").getPublic();
    Key data = makeSecret("data");
    this.sealedMessage = gcm(Cipher.ENCRYPT_MODE, data, MESSAGE);
    this.certificate = certificate();
    KeyStore keyStore = load();
    keyStore.setCertificateEntry("ca", certificate);
    this.names = namesOf(keyStore);
    close();
  }

  Path file() {
    return folder.resolve("vault.db");
  }

  Path configuration() {
    return folder.resolve("holdfast.properties");
  }

  Provider provider() {
    return provider;
  }

  PublicKey webKey() {
    return webKey;
  }

  X509Certificate certificateOfCa() {
    return certificate;
  }

  Set<String> names() {
    return names;
  }

  KeyPair makePair(String alias) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(HoldfastKeySpec.builder().alias(alias).curve("secp256r1").build());
    return generator.generateKeyPair();
  }

  Key makeSecret(String alias) throws GeneralSecurityException {
    KeyGenerator generator = KeyGenerator.getInstance("AES", provider);
    generator.init(HoldfastKeySpec.builder().alias(alias).keySize(256).build());
    return generator.generateKey();
  }

  KeyStore load() throws GeneralSecurityException, IOException {
    KeyStore keyStore = KeyStore.getInstance("Holdfast", provider);
    keyStore.load(null, null);
    return keyStore;
  }

  static Set<String> namesOf(KeyStore keyStore) throws GeneralSecurityException {
    return new TreeSet<>(Collections.list(keyStore.aliases()));
  }

  /** What "data" makes of what it encrypted when all was well. */
  byte[] decryptWith(Key data) throws GeneralSecurityException {
    return gcm(Cipher.DECRYPT_MODE, data, sealedMessage);
  }

  private byte[] gcm(int mode, Key key, byte[] input) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(mode, key, new GCMParameterSpec(128, new byte[12]));
    return cipher.doFinal(input);
  }

  Vault vault() throws KeyOperationException {
    return Vaults.open(Configuration.ofFile(configuration()), Optional.empty());
  }

  /** Closes the vault, which brings everything into the one file. */
  void close() throws KeyOperationException {
    Vaults.close(vault());
  }

  /** A connection past Holdfast, as an attacker with the file has it. */
  Connection attack() throws SQLException {
    SQLiteDataSource source = new SQLiteDataSource();
    source.setUrl("jdbc:sqlite:" + file());
    return source.getConnection();
  }

  /** Puts a vault file back, without the journals of another. */
  void put(byte[] content) throws IOException {
    for (String suffix : List.of("-wal", "-shm", "-journal")) {
      Files.deleteIfExists(folder.resolve("vault.db" + suffix));
    }
    Files.write(file(), content);
  }

  /** Some certificate that every JDK has. */
  private static X509Certificate certificate() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
  }
}
