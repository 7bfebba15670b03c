// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.HoldfastProvider;
import dev.holdfast.config.Configuration;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.wiring.Vaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import java.util.Comparator;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;

/**
 * Who competes: {@code jdk}, the JDK's own providers with keys that anyone can read; {@code
 * sealed}, Holdfast over a throw-away sealed vault; or the path of a configuration, such as one
 * with an HSM.
 */
final class Contender {
  private final Provider keys;

  private Contender(Provider keys) {
    this.keys = keys;
  }

  static Contender named(String name)
      throws IOException, KeyOperationException, GeneralSecurityException {
    if (name.equals("jdk")) {
      return new Contender(null);
    }
    String configuration = name.equals("sealed") ? throwAwayVault() : name;
    Provider holdfast = new HoldfastProvider().configure(configuration);
    Security.addProvider(holdfast);
    return new Contender(holdfast);
  }

  private static String throwAwayVault() throws IOException, KeyOperationException {
    Path folder = Files.createTempDirectory("holdfast-bench");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(folder)));
    Path pin =
        Files.createFile(
            folder.resolve("pin"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(pin, "only for a benchmark");
    Path configuration = folder.resolve("holdfast.properties");
    Files.writeString(configuration, "vault = jdbc:sqlite:vault.db\npin = file:pin\n");
    Vaults.initialise(Configuration.ofFile(configuration), "only for a benchmark".toCharArray());
    return configuration.toString();
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      System.err.println("Left behind: " + folder + " (" + e + ")");
    }
  }

  /** A key pair for a signature algorithm: RSA-2048, or EC on P-256. */
  KeyPair pairFor(String signature) throws GeneralSecurityException {
    boolean rsa = signature.endsWith("RSA");
    String type = rsa ? "RSA" : "EC";
    KeyPairGenerator generator =
        keys == null
            ? KeyPairGenerator.getInstance(type)
            : KeyPairGenerator.getInstance(type, keys);
    if (rsa) {
      generator.initialize(2048);
    } else {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    return generator.generateKeyPair();
  }

  /** A secret key of 256 bits. */
  SecretKey secretFor(String algorithm) throws GeneralSecurityException {
    KeyGenerator generator =
        keys == null
            ? KeyGenerator.getInstance(algorithm)
            : KeyGenerator.getInstance(algorithm, keys);
    generator.init(256);
    return generator.generateKey();
  }
}
