// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.wiring.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** A fresh, throw-away vault or token of one backend, with the configuration file that opens it. */
public final class Fixture implements AutoCloseable {
  /** The PIN of the fixture's vault; {@link #pin()} is the one its KeyStore takes. */
  static final String VAULT_PIN = "vault-pin-that-is-long";

  private final Backend backend;
  private final Path folder;
  private final Path configuration;
  private final Optional<String> token;
  private final Provider provider;

  private Fixture(Backend backend, Path folder, Optional<String> token) throws IOException {
    this.backend = backend;
    this.folder = folder;
    this.token = token;
    this.configuration = folder.resolve("holdfast.properties");
    Files.writeString(configuration, text());
    secret("pin", VAULT_PIN);
    secret("hsm-pin", SoftHsm.PIN);
    this.provider = new HoldfastProvider().configure(configuration.toString());
  }

  static Fixture of(Backend backend) {
    try {
      Path folder = Files.createTempDirectory("holdfast-" + backend);
      Optional<String> token =
          backend.hasToken() ? Optional.of(SoftHsm.newToken()) : Optional.empty();
      Fixture fixture = new Fixture(backend, folder, token);
      if (backend.hasVault()) {
        Vaults.initialise(Configuration.ofFile(fixture.configuration), VAULT_PIN.toCharArray());
      }
      return fixture;
    } catch (IOException | InterruptedException | KeyOperationException e) {
      throw new AssertionError("A fixture of " + backend + " cannot be made", e);
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    if (backend.hasVault()) {
      text.append("vault = jdbc:sqlite:").append(folder.resolve("vault.db")).append('\n');
      text.append("pin = file:").append(folder.resolve("pin")).append('\n');
    }
    if (backend.hasToken()) {
      text.append("backend = main\n");
      text.append("hsm.main.library = ").append(SoftHsm.library()).append('\n');
      text.append("hsm.main.token = ").append(token.orElseThrow()).append('\n');
      text.append("hsm.main.pin = file:").append(folder.resolve("hsm-pin")).append('\n');
    }
    return text.toString();
  }

  private void secret(String name, String value) throws IOException {
    Path file = folder.resolve(name);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(file, value);
  }

  Backend backend() {
    return backend;
  }

  /** The folder with all the fixture's files. */
  Path folder() {
    return folder;
  }

  /** The configuration file, with absolute paths in it. */
  Path configuration() {
    return configuration;
  }

  /** The SoftHSM2 token's label. */
  String token() {
    return token.orElseThrow();
  }

  /** What {@code KeyStore.load} takes as password. */
  String pin() {
    return backend.hasVault() ? VAULT_PIN : SoftHsm.PIN;
  }

  /** A provider configured for this fixture; not registered. */
  Provider provider() {
    return provider;
  }

  /** The fixture's KeyStore, loaded. */
  KeyStore keyStore() throws GeneralSecurityException, IOException {
    KeyStore keyStore = KeyStore.getInstance("Holdfast", provider);
    keyStore.load(null, null);
    return keyStore;
  }

  Vault vault() throws KeyOperationException {
    return Vaults.open(Configuration.ofFile(configuration), Optional.empty());
  }

  /** Closes what this process has open, so that the next use opens it anew. */
  void reopen() throws KeyOperationException {
    Vaults.close(vault());
  }

  @Override
  public void close() throws IOException, InterruptedException, KeyOperationException {
    reopen();
    if (token.isPresent()) {
      SoftHsm.deleteToken(token.get());
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
