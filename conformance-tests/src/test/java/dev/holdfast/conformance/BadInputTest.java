// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastProvider;
import dev.holdfast.testing.Libraries;
import dev.holdfast.testing.SpyLog;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is wrong is said in the JCA's own exception, with what and where, and without a secret. */
class BadInputTest {
  private static IOException loadFails(String configuration, String pin) throws Exception {
    KeyStore keyStore = KeyStore.getInstance("Holdfast", new HoldfastProvider());
    byte[] text = configuration.getBytes(StandardCharsets.UTF_8);
    IOException failure =
        assertThrows(
            IOException.class,
            () ->
                keyStore.load(
                    new ByteArrayInputStream(text), pin == null ? null : pin.toCharArray()));
    StringWriter all = new StringWriter();
    failure.printStackTrace(new PrintWriter(all));
    for (String secret : List.of(Fixture.VAULT_PIN, TestToken.PIN, "a-wrong-pin-4711")) {
      assertFalse(all.toString().contains(secret), all.toString());
    }
    return failure;
  }

  private static String text(Fixture fixture) throws IOException {
    return Files.readString(fixture.configuration());
  }

  @EveryBackend
  void wrongPin_isAnIoExceptionWithThatCause(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      IOException failure = loadFails(text(fixture), "a-wrong-pin-4711");
      assertInstanceOf(UnrecoverableKeyException.class, failure.getCause());
      fixture.keyStore();
      assertInstanceOf(
          UnrecoverableKeyException.class, loadFails(text(fixture), "a-wrong-pin-4711").getCause());
    }
  }

  @Test
  void wrongHsm_isNamedByItsSetting() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      String good = text(fixture);
      Path noLibrary = Files.writeString(fixture.folder().resolve("no.so"), "not a library");
      String library = Libraries.softHsm().toString();
      for (Map.Entry<String, String> wrong :
          Map.of(
                  good.replace(library, "/nowhere/lib.so"), "hsm.main.library",
                  good.replace(library, noLibrary.toString()), "hsm.main.library",
                  good.replace(library, "/lib/x86_64-linux-gnu/libc.so.6"), "hsm.main.library",
                  good.replace(fixture.token(), "no-such-token"), "hsm.main.token")
              .entrySet()) {
        String message = loadFails(wrong.getKey(), null).getMessage();
        assertTrue(message.contains(wrong.getValue()), message);
      }
    }
  }

  @Test
  void refusedPin_isNotTriedAgain() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.VAULT_ON_HSM)) {
      String text =
          text(fixture).replace(Libraries.softHsm().toString(), Libraries.spy().toString());
      Path configuration = Files.writeString(fixture.folder().resolve("spied.properties"), text);
      Files.writeString(fixture.folder().resolve("hsm-pin"), "a-wrong-pin-4711");
      Path log = fixture.folder().resolve("spy.log");
      Path source =
          Files.writeString(
              fixture.folder().resolve("Probe.java"),
              """
              import java.security.*;
              public class Probe {
                public static void main(String[] a) throws Exception {
                  Provider p = new dev.holdfast.HoldfastProvider().configure(a[0]);
                  for (int i = 0; i < 5; i++) {
                    try {
                      KeyPairGenerator g = KeyPairGenerator.getInstance("EC", p);
                      g.initialize(256);
                      g.generateKeyPair();
                      System.out.println("generated");
                    } catch (ProviderException e) {
                      System.out.println(e.getMessage());
                    }
                  }
                }
              }
              """);
      Program probe =
          Program.run(
                  fixture.folder(),
                  SpyLog.environment(Libraries.softHsm(), log),
                  Program.java(source.toString(), configuration.toString()))
              .requireSuccess();
      assertEquals(
          5,
          probe.output().lines().filter(l -> l.contains("CKR_PIN_INCORRECT")).count(),
          probe.toString());
      assertFalse(probe.output().contains("a-wrong-pin-4711"));
      byte[] written = Files.readAllBytes(log);
      assertEquals(1, SpyLog.calls(written, 0, written.length).get("C_Login"));
      Files.writeString(fixture.folder().resolve("hsm-pin"), TestToken.PIN);
    }
  }

  @Test
  void damagedVault_isNeverUsedWrongly() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.SEALED)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", fixture.provider());
      generator.initialize(
          dev.holdfast.HoldfastKeySpec.builder().alias("web").curve("secp256r1").build());
      generator.generateKeyPair();
      fixture.reopen();
      Path file = fixture.folder().resolve("vault.db");
      byte[] good = Files.readAllBytes(file);
      Random random = new Random(7);
      for (int length : new int[] {0, 1, 100, 4096, good.length / 2, good.length - 1}) {
        Files.write(file, java.util.Arrays.copyOf(good, length));
        deleteJournal(file);
        useDamaged(fixture);
      }
      for (int round = 0; round < (Boolean.getBoolean("holdfast.full") ? 2000 : 60); round++) {
        byte[] bad = good.clone();
        bad[random.nextInt(bad.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, bad);
        deleteJournal(file);
        useDamaged(fixture);
      }
      Files.write(file, good);
      deleteJournal(file);
      assertTrue(fixture.keyStore().containsAlias("web"));
    }
  }

  private static void deleteJournal(Path file) throws IOException {
    Files.deleteIfExists(file.resolveSibling("vault.db-wal"));
    Files.deleteIfExists(file.resolveSibling("vault.db-shm"));
  }

  /** Either all is as it was, or the answer is one of the exceptions the JCA documents. */
  private static void useDamaged(Fixture fixture) throws Exception {
    try {
      KeyStore keyStore = fixture.keyStore();
      var key = (java.security.PrivateKey) keyStore.getKey("web", null);
      if (key != null) {
        var signature = java.security.Signature.getInstance("SHA256withECDSA", fixture.provider());
        signature.initSign(key);
        byte[] signed = signature.sign();
        var verifier = java.security.Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(
            fixture
                .vault()
                .entry("web")
                .orElseThrow()
                .key()
                .orElseThrow()
                .publicKey()
                .orElseThrow());
        assertTrue(verifier.verify(signed));
      }
    } catch (IOException
        | java.security.GeneralSecurityException
        | java.security.ProviderException
        | dev.holdfast.model.KeyOperationException e) {
      assertFalse(String.valueOf(e.getMessage()).isBlank());
    } finally {
      try {
        fixture.reopen();
      } catch (dev.holdfast.model.KeyOperationException e) {
        // It could not be opened, so there is nothing to close.
        assertFalse(e.getMessage().isBlank());
      }
    }
  }

  @Test
  void newerVault_isLeftAlone() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.SEALED)) {
      Path file = fixture.folder().resolve("vault.db");
      byte[] good = Files.readAllBytes(file);
      byte[] newer = good.clone();
      // PRAGMA user_version is the big-endian number at offset 60 (sqlite.org/fileformat.html).
      newer[63]++;
      Files.write(file, newer);
      String message = loadFails(text(fixture), null).getMessage();
      assertTrue(message.contains("newer than this program's"), message);
      Files.write(file, good);
      deleteJournal(file);
    }
  }
}
