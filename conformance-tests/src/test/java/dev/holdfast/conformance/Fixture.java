// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.kms.QuickVault;
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
import java.sql.SQLException;
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
  private final Optional<TestToken> token;
  private final Provider provider;

  private Fixture(Backend backend, Path folder, Optional<TestToken> token, String vault)
      throws IOException {
    this.backend = backend;
    this.folder = folder;
    this.token = token;
    this.configuration = folder.resolve("holdfast.properties");
    Files.writeString(configuration, text(vault));
    secret("pin", VAULT_PIN);
    secret("db-password", PostgresServer.PASSWORD);
    secret("hsm-pin", TestToken.PIN);
    this.provider = new HoldfastProvider().configure(configuration.toString());
  }

  /** With the engine that the system property {@code holdfast.engine} names, or the default. */
  static Fixture of(Backend backend) {
    return of(backend, System.getProperty("holdfast.engine", "auto"));
  }

  /** What computes with sealed keys is the engine of that name. */
  static Fixture of(Backend backend, String engine) {
    return of(backend, engine, folder -> TestToken.of(backend, folder));
  }

  /** Where a fixture's token comes from, if it has one. */
  @FunctionalInterface
  interface Tokens {
    TestToken make(Path folder) throws Exception;
  }

  static Fixture on(Backend backend, Tokens tokens) {
    return of(backend, "auto", tokens);
  }

  private static Fixture of(Backend backend, String engine, Tokens tokens) {
    try {
      Path folder = Files.createTempDirectory("holdfast-" + backend);
      Optional<TestToken> token =
          backend.hasToken() ? Optional.of(tokens.make(folder)) : Optional.empty();
      String vault =
          "vault = jdbc:sqlite:" + folder.resolve("vault.db") + "\nengine = " + engine + "\n";
      Fixture fixture = new Fixture(backend, folder, token, vault);
      if (backend.hasVault()) {
        // Half the tests are processes that open a vault: with a PIN that costs little to stretch.
        QuickVault.initialise(folder.resolve("vault.db"), VAULT_PIN.toCharArray());
      }
      return fixture;
    } catch (Exception e) {
      throw new AssertionError("A fixture of " + backend + " cannot be made", e);
    }
  }

  /** A sealed vault whose store is a schema in the tests' own PostgreSQL, reached by TLS. */
  static Fixture onPostgres() {
    try {
      Path folder = Files.createTempDirectory("holdfast-postgres-vault");
      PostgresServer server = PostgresServer.get();
      String vault =
          "vault = "
              + server.url(server.newSchema())
              + "\nvault.password = file:"
              + folder.resolve("db-password")
              + "\n";
      Fixture fixture = new Fixture(Backend.SEALED, folder, Optional.empty(), vault);
      Vaults.initialise(Configuration.ofFile(fixture.configuration), VAULT_PIN.toCharArray());
      return fixture;
    } catch (IOException | SQLException | KeyOperationException e) {
      throw new AssertionError("A fixture on PostgreSQL cannot be made", e);
    }
  }

  private String text(String vault) {
    StringBuilder text = new StringBuilder();
    if (backend.hasVault()) {
      text.append(vault);
      text.append("pin = file:").append(folder.resolve("pin")).append('\n');
    }
    token.ifPresent(each -> text.append(each.configuration(folder.resolve("hsm-pin"))));
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

  TestToken testToken() {
    return token.orElseThrow();
  }

  /** The token's label. */
  String token() {
    return token.orElseThrow().label();
  }

  /** The token's PKCS#11 module. */
  Path library() {
    return token.orElseThrow().library();
  }

  /** What {@code KeyStore.load} takes as password. */
  String pin() {
    return backend.hasVault() ? VAULT_PIN : TestToken.PIN;
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
  public void close() throws Exception {
    reopen();
    if (token.isPresent()) {
      token.get().disposal().run();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
