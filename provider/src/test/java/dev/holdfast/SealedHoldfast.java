// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import dev.holdfast.config.Configuration;
import dev.holdfast.wiring.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.Provider;

/** A provider over a fresh sealed vault in a test's folder. */
final class SealedHoldfast {
  static final String PIN = "correct horse battery";

  final Path configuration;
  final Provider provider;

  SealedHoldfast(Path folder) throws Exception {
    Files.writeString(folder.resolve("pin"), PIN);
    Files.setPosixFilePermissions(
        folder.resolve("pin"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
    configuration = folder.resolve("holdfast.properties");
    Files.writeString(configuration, "vault = jdbc:sqlite:vault.db\npin = file:pin\n");
    Vaults.initialise(Configuration.ofFile(configuration), PIN.toCharArray());
    provider = new HoldfastProvider().configure(configuration.toString());
  }

  KeyStore keyStore() throws Exception {
    KeyStore store = KeyStore.getInstance("Holdfast", provider);
    store.load(null, null);
    return store;
  }

  byte[] text() throws IOException {
    return Files.readAllBytes(configuration);
  }
}
