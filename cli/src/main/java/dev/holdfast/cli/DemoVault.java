// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.wiring.Vaults;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Date;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A throw-away vault or token with one key and its certificate. But for the provider's registration
 * it is made with the JCA alone, as any program would.
 */
final class DemoVault implements AutoCloseable {
  static final String ALIAS = "demo";

  private final Path folder;
  private final Path configuration;
  private final Optional<DemoToken> token;
  private final Thread cleaner = new Thread(this::removeFolder, "holdfast-demo-cleanup");
  private Key key;
  private X509Certificate certificate;

  private DemoVault(Path folder, Optional<DemoToken> token) {
    this.folder = folder;
    this.configuration = folder.resolve("holdfast.properties");
    this.token = token;
    Runtime.getRuntime().addShutdownHook(cleaner);
  }

  static DemoVault make(DemoCommand.Home home, DemoCommand.Kind kind) throws Exception {
    Path folder = Files.createTempDirectory("holdfast-demo");
    DemoVault vault;
    try {
      Optional<DemoToken> token =
          home == DemoCommand.Home.HSM ? Optional.of(DemoToken.make(folder)) : Optional.empty();
      vault = new DemoVault(folder, token);
    } catch (IOException | CommandFailure e) {
      remove(folder);
      throw e;
    }
    try {
      vault.initialise();
      vault.makeKey(kind);
      return vault;
    } catch (Exception e) {
      vault.close();
      throw e;
    }
  }

  private void initialise() throws IOException, KeyOperationException {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    String pin = Base64.getUrlEncoder().encodeToString(random);
    SecretFiles.write(folder.resolve("pin"), pin);
    SecretFiles.write(
        configuration,
        "vault = jdbc:sqlite:"
            + folder.resolve("vault.db")
            + "\npin = file:"
            + folder.resolve("pin")
            + "\n"
            + token.map(DemoToken::settings).orElse(""));
    Vaults.initialise(Configuration.ofFile(configuration), pin.toCharArray());
  }

  private void makeKey(DemoCommand.Kind kind)
      throws GeneralSecurityException, IOException, OperatorCreationException {
    Provider holdfast = new HoldfastProvider().configure(configuration.toString());
    Security.addProvider(holdfast);
    KeyPairGenerator generator = KeyPairGenerator.getInstance(kind.name(), "Holdfast");
    if (kind == DemoCommand.Kind.EC) {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    } else {
      generator.initialize(2048);
    }
    KeyPair pair = generator.generateKeyPair();
    certificate = selfSigned(pair, kind);
    KeyStore keyStore = KeyStore.getInstance("Holdfast");
    keyStore.load(null, null);
    keyStore.setKeyEntry(ALIAS, pair.getPrivate(), null, new X509Certificate[] {certificate});
    key = keyStore.getKey(ALIAS, null);
    Files.writeString(
        certificateFile(),
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded())
            + "\n-----END CERTIFICATE-----\n");
  }

  private static X509Certificate selfSigned(KeyPair pair, DemoCommand.Kind kind)
      throws OperatorCreationException, GeneralSecurityException, IOException {
    X500Name name = new X500Name("CN=localhost, O=Holdfast demo");
    Instant now = Instant.now();
    X509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, new SecureRandom()).setBit(126),
            Date.from(now.minus(Duration.ofMinutes(5))),
            Date.from(now.plus(Duration.ofDays(7))),
            name,
            pair.getPublic());
    GeneralName[] hosts = {
      new GeneralName(GeneralName.dNSName, "localhost"),
      new GeneralName(GeneralName.iPAddress, "127.0.0.1")
    };
    builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(hosts));
    ContentSigner signer =
        new JcaContentSignerBuilder("SHA256with" + (kind == DemoCommand.Kind.EC ? "ECDSA" : "RSA"))
            .build(pair.getPrivate());
    return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
  }

  Path folder() {
    return folder;
  }

  Path configuration() {
    return configuration;
  }

  /** The demo's key, as the KeyStore gives it. */
  Key key() {
    return key;
  }

  X509Certificate certificate() {
    return certificate;
  }

  Path certificateFile() {
    return folder.resolve("localhost.pem");
  }

  /** Where the key lives, for people. */
  String home() {
    return token
        .map(t -> "on the PKCS#11 token " + t.label() + " (SoftHSM2)")
        .orElse("sealed in the vault " + folder.resolve("vault.db"));
  }

  /** A command that shows the key with another program. */
  Optional<String> inspection() {
    return token.map(DemoToken::inspection);
  }

  @Override
  public void close() {
    Security.removeProvider("Holdfast");
    try {
      Vaults.close(Vaults.open(Configuration.ofFile(configuration), Optional.empty()));
    } catch (KeyOperationException e) {
      System.getLogger("dev.holdfast.cli")
          .log(System.Logger.Level.DEBUG, "Closing the demo's vault", e);
    }
    Runtime.getRuntime().removeShutdownHook(cleaner);
    removeFolder();
  }

  private void removeFolder() {
    remove(folder);
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("holdfast: " + folder + " could not be removed: " + e.getMessage());
    }
  }
}
