// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.keys.PublicKeys;
import dev.holdfast.kms.Entry;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.KeyStoreSpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.UnrecoverableEntryException;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import javax.crypto.SecretKey;

/**
 * A vault as a {@link KeyStore}. Writes take effect at once; the stream of {@code load} and {@code
 * store} holds a configuration and never a key. Passwords of single keys are ignored: the vault's
 * PIN has opened them all.
 */
final class HoldfastKeyStore extends KeyStoreSpi {
  private final VaultAccess vaults;

  private Vault vault;

  /** The configuration that was loaded; null after {@code load(null, …)}. */
  private byte[] configuration;

  HoldfastKeyStore(VaultAccess vaults) {
    this.vaults = vaults;
  }

  // Opening and closing.

  @Override
  public void engineLoad(InputStream in, char[] password) throws IOException {
    Optional<char[]> pin =
        password == null || password.length == 0 ? Optional.empty() : Optional.of(password);
    byte[] text = in == null ? null : in.readAllBytes();
    try {
      vault = text == null ? vaults.vault(pin) : vaults.vault(text, pin);
      configuration = text;
    } catch (KeyOperationException e) {
      throw JcaErrors.atLoad(e, loadFailure(e, pin));
    }
  }

  private static String loadFailure(KeyOperationException e, Optional<char[]> pin) {
    if (e.reason() == Reason.LOGIN
        && pin.filter(given -> Arrays.equals(given, "changeit".toCharArray())).isPresent()) {
      return "The keystore password is \"changeit\", which Tomcat and others send when none is"
          + " set, and not the vault's PIN. Set certificateKeystorePassword (Tomcat) or the like"
          + " to the PIN, or to \"\" to use the setting pin of the configuration";
    }
    return e.getMessage();
  }

  @Override
  public void engineStore(OutputStream out, char[] password) throws IOException {
    try {
      if (password != null && password.length > 0 && !vault.isPin(password)) {
        vault.changePin(password);
      }
      if (out != null) {
        out.write(configuration == null ? vaults.fileText(vault) : configuration);
        out.flush();
      }
    } catch (KeyOperationException e) {
      throw JcaErrors.atLoad(e, e.getMessage());
    }
  }

  /** As token users write it, {@code store(null)}: everything is written already. */
  @Override
  public void engineStore(KeyStore.LoadStoreParameter parameter) throws IOException {
    if (parameter == null) {
      return;
    }
    if (parameter.getProtectionParameter() instanceof KeyStore.PasswordProtection protection) {
      engineStore(null, protection.getPassword());
      return;
    }
    throw new UnsupportedOperationException("Give the PIN as a PasswordProtection");
  }

  /** False: a configuration is not to be guessed from a stream's first bytes. */
  @Override
  public boolean engineProbe(InputStream in) {
    return false;
  }

  // Reading.

  private Optional<Entry> entry(String alias) {
    try {
      return alias == null ? Optional.empty() : vault.entry(alias);
    } catch (KeyOperationException e) {
      throw JcaErrors.unchecked(e);
    }
  }

  private List<String> names() {
    try {
      return vault.names();
    } catch (KeyOperationException e) {
      throw JcaErrors.unchecked(e);
    }
  }

  @Override
  public Enumeration<String> engineAliases() {
    return Collections.enumeration(names());
  }

  @Override
  public int engineSize() {
    return names().size();
  }

  @Override
  public boolean engineContainsAlias(String alias) {
    return entry(alias).isPresent();
  }

  @Override
  public boolean engineIsKeyEntry(String alias) {
    return entry(alias).flatMap(Entry::key).isPresent();
  }

  @Override
  public boolean engineIsCertificateEntry(String alias) {
    return entry(alias).filter(found -> found.key().isEmpty()).isPresent();
  }

  @Override
  public Date engineGetCreationDate(String alias) {
    return entry(alias).map(found -> Date.from(found.created())).orElse(null);
  }

  @Override
  public Key engineGetKey(String alias, char[] password) throws UnrecoverableKeyException {
    try {
      return alias == null ? null : vault.entry(alias).flatMap(HoldfastKeyStore::key).orElse(null);
    } catch (KeyOperationException e) {
      throw JcaErrors.atGetKey(e);
    }
  }

  private static Optional<OpaqueKey> key(Entry entry) {
    return entry.key().map(key -> OpaqueKey.of(key, entry.chain()));
  }

  @Override
  public Certificate engineGetCertificate(String alias) {
    return entry(alias).flatMap(found -> found.chain().stream().findFirst()).orElse(null);
  }

  @Override
  public Certificate[] engineGetCertificateChain(String alias) {
    return entry(alias)
        .filter(found -> found.key().isPresent() && !found.chain().isEmpty())
        .map(found -> found.chain().toArray(new Certificate[0]))
        .orElse(null);
  }

  @Override
  public String engineGetCertificateAlias(Certificate certificate) {
    for (String name : names()) {
      if (certificate != null && certificate.equals(engineGetCertificate(name))) {
        return name;
      }
    }
    return null;
  }

  @Override
  public KeyStore.Entry engineGetEntry(String alias, KeyStore.ProtectionParameter protection)
      throws UnrecoverableEntryException {
    Optional<Entry> found = entry(alias);
    if (found.isEmpty()) {
      return null;
    }
    List<X509Certificate> chain = found.get().chain();
    OpaqueKey key = key(found.get()).orElse(null);
    if (key == null) {
      return new KeyStore.TrustedCertificateEntry(chain.get(0));
    }
    if (key instanceof SecretKey secret) {
      return new KeyStore.SecretKeyEntry(secret);
    }
    if (chain.isEmpty()) {
      throw new UnrecoverableEntryException(
          "Key " + alias + " has no certificate, which a PrivateKeyEntry must have; use getKey");
    }
    return new KeyStore.PrivateKeyEntry((PrivateKey) key, chain.toArray(new Certificate[0]));
  }

  @Override
  public boolean engineEntryInstanceOf(String alias, Class<? extends KeyStore.Entry> type) {
    Optional<Entry> found = entry(alias);
    if (found.isEmpty()) {
      return false;
    }
    Optional<ManagedKey> key = found.get().key();
    if (key.isEmpty()) {
      return type == KeyStore.TrustedCertificateEntry.class;
    }
    return key.get().spec().type().isAsymmetric()
        ? type == KeyStore.PrivateKeyEntry.class
        : type == KeyStore.SecretKeyEntry.class;
  }

  // Writing.

  @Override
  public void engineSetKeyEntry(String alias, Key key, char[] password, Certificate[] chain)
      throws KeyStoreException {
    List<X509Certificate> certificates = x509(chain);
    try {
      if (key instanceof OpaqueKey handle) {
        requireSameKey(handle, certificates);
        vault.putKey(alias, handle.managed(), certificates);
        return;
      }
      ManagedKey session = takeIn(key, certificates);
      try {
        vault.putKey(alias, session, certificates);
      } finally {
        session.destroy();
      }
    } catch (KeyOperationException e) {
      throw JcaErrors.atKeyStore(e);
    } catch (GeneralSecurityException e) {
      throw new KeyStoreException("Entry " + alias + ": " + e.getMessage(), e);
    }
  }

  private ManagedKey takeIn(Key key, List<X509Certificate> chain)
      throws KeyOperationException, GeneralSecurityException {
    if (key instanceof PrivateKey secret) {
      if (chain.isEmpty()) {
        throw new InvalidKeyException("A private key is taken in with its certificate");
      }
      return KeyImport.pair(vault, secret, Optional.of(chain.get(0).getPublicKey()));
    }
    if (key instanceof SecretKey) {
      return KeyImport.secret(vault, key);
    }
    throw new InvalidKeyException("Only private and secret keys are kept");
  }

  private static void requireSameKey(OpaqueKey handle, List<X509Certificate> chain)
      throws KeyStoreException, InvalidKeyException {
    Optional<PublicKey> known = handle.managed().publicKey();
    if (known.isPresent()
        && !chain.isEmpty()
        && !PublicKeys.same(known.get(), chain.get(0).getPublicKey())) {
      throw new KeyStoreException(
          "The certificate is for another public key than that of key " + handle.managed().id());
    }
  }

  private static List<X509Certificate> x509(Certificate... chain) throws KeyStoreException {
    if (chain == null) {
      return List.of();
    }
    for (Certificate certificate : chain) {
      if (!(certificate instanceof X509Certificate)) {
        throw new KeyStoreException("Holdfast keeps X.509 certificates only");
      }
    }
    return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
  }

  @Override
  public void engineSetKeyEntry(String alias, byte[] key, Certificate[] chain)
      throws KeyStoreException {
    throw new KeyStoreException(
        "Holdfast takes no protected key bytes; give the Key itself to setKeyEntry(alias, key,"
            + " password, chain)");
  }

  @Override
  public void engineSetCertificateEntry(String alias, Certificate certificate)
      throws KeyStoreException {
    try {
      vault.putCertificate(alias, x509(certificate).get(0));
    } catch (KeyOperationException e) {
      throw JcaErrors.atKeyStore(e);
    }
  }

  @Override
  public void engineSetEntry(
      String alias, KeyStore.Entry entry, KeyStore.ProtectionParameter protection)
      throws KeyStoreException {
    if (entry instanceof KeyStore.PrivateKeyEntry pair) {
      engineSetKeyEntry(alias, pair.getPrivateKey(), null, pair.getCertificateChain());
    } else if (entry instanceof KeyStore.SecretKeyEntry secret) {
      engineSetKeyEntry(alias, secret.getSecretKey(), null, null);
    } else if (entry instanceof KeyStore.TrustedCertificateEntry trusted) {
      engineSetCertificateEntry(alias, trusted.getTrustedCertificate());
    } else {
      throw new KeyStoreException("Holdfast keeps no " + entry.getClass().getName());
    }
  }

  @Override
  public void engineDeleteEntry(String alias) throws KeyStoreException {
    try {
      // As with the JDK's own stores: what is not there is deleted.
      vault.deleteEntry(alias);
    } catch (KeyOperationException e) {
      throw JcaErrors.atKeyStore(e);
    }
  }
}
