// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.kms.KeyRequest;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.VaultOpener;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.SignScheme;
import dev.holdfast.sealed.Engine;
import dev.holdfast.sealed.EngineKey;
import dev.holdfast.sealed.ProviderEngine;
import dev.holdfast.sealed.SealedBackend;
import dev.holdfast.store.SqliteStore;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Done means 4: the bytes of generated keys are in no file: not in the vault, its journal, nor in a
 * temporary file. The same scanner finds a key that was planted.
 */
class SecretScanTest {
  private static final char[] PIN = "a pin that is long".toCharArray();

  @TempDir Path folder;

  /** An engine that lets this test see what it made. */
  private static final class WatchedEngine implements Engine {
    private final Engine engine = ProviderEngine.of("auto");
    private final List<byte[]> made = new ArrayList<>();

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public String describe() {
      return engine.describe();
    }

    @Override
    public boolean supports(Algorithm algorithm) {
      return engine.supports(algorithm);
    }

    @Override
    public Generated generate(KeySpec spec) throws KeyOperationException {
      Generated generated = engine.generate(spec);
      made.add(generated.material().toByteArray());
      return generated;
    }

    @Override
    public EngineKey load(KeySpec spec, SecretMemory material, Algorithm use)
        throws KeyOperationException {
      return engine.load(spec, material, use);
    }
  }

  @Test
  void A11_generatedKeys_areInNoFile() throws Exception {
    FileTime began = FileTime.fromMillis(System.currentTimeMillis() - 2000);
    WatchedEngine engine = new WatchedEngine();
    useKeys(engine);
    assertEquals(4, engine.made.size());
    List<byte[]> secrets = new ArrayList<>();
    for (byte[] material : engine.made) {
      secrets.addAll(forms(material));
    }
    List<Path> files = files(began);
    assertTrue(files.stream().anyMatch(file -> file.endsWith("vault.db")), files.toString());
    for (Path file : files) {
      assertFalse(containsAny(file, secrets), file + " holds a key");
    }
    Path planted = folder.resolve("planted.log");
    for (byte[] secret : List.of(secrets.get(0), secrets.get(secrets.size() - 1))) {
      byte[] text = Arrays.copyOf("key: ".getBytes(StandardCharsets.UTF_8), 5 + secret.length);
      System.arraycopy(secret, 0, text, 5, secret.length);
      Files.write(planted, text);
      assertTrue(containsAny(planted, secrets), "the scanner does not find a planted key");
    }
  }

  private void useKeys(Engine engine) throws KeyOperationException {
    Path file = folder.resolve("vault.db");
    try (SqliteStore store = SqliteStore.create(file)) {
      VaultOpener.initialise(store, PIN, false);
    }
    try (Vault vault =
        VaultOpener.open(
            SqliteStore.open(file),
            PIN,
            new VaultOpener.Terms("root", false, Duration.ofSeconds(30), Clock.systemUTC()),
            Map.of("sealed", new SealedBackend(engine, Duration.ofSeconds(5))),
            "sealed")) {
      create(vault, "rsa", KeySpec.rsa(2048))
          .sign(SignScheme.rsaPkcs1(dev.holdfast.model.Digest.SHA_256), new byte[32]);
      create(vault, "ec", KeySpec.ec(EcCurve.P_256)).sign(SignScheme.ecdsa(), new byte[32]);
      create(vault, "aes", KeySpec.aes(256))
          .encrypt(new CipherScheme.AesGcm(new byte[12], new byte[0], 128), new byte[9], 0, 9);
      create(vault, "gone", KeySpec.aes(256));
      vault.deleteEntry("gone");
    }
  }

  private static ManagedKey create(Vault vault, String alias, KeySpec spec)
      throws KeyOperationException {
    return vault.createKey(new KeyRequest(spec, Set.of(), Optional.of(alias), ""));
  }

  /**
   * The secret numbers of a key, each as bytes, reversed, with swapped words, as hex and Base64.
   */
  private static List<byte[]> forms(byte[] material) throws Exception {
    List<byte[]> numbers = new ArrayList<>(List.of(material));
    if (material.length > 600) {
      var key =
          (RSAPrivateCrtKey)
              KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(material));
      for (BigInteger number :
          List.of(
              key.getPrivateExponent(),
              key.getPrimeP(),
              key.getPrimeQ(),
              key.getPrimeExponentP())) {
        numbers.add(unsigned(number));
      }
    } else if (material.length > 32) {
      var key =
          (ECPrivateKey)
              KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(material));
      numbers.add(unsigned(key.getS()));
    }
    List<byte[]> forms = new ArrayList<>();
    for (byte[] number : numbers) {
      // Sixteen bytes from within are enough to know a key by, and survive a cut at either end.
      byte[] part = Arrays.copyOfRange(number, number.length / 4, number.length / 4 + 16);
      forms.add(part);
      forms.add(reversed(part));
      forms.add(swapped(part));
      forms.add(HexFormat.of().formatHex(part).getBytes(StandardCharsets.US_ASCII));
      forms.add(HexFormat.of().withUpperCase().formatHex(part).getBytes(StandardCharsets.US_ASCII));
      for (int skip = 0; skip < 3; skip++) {
        byte[] shifted = Arrays.copyOfRange(part, skip, skip + 12);
        forms.add(Base64.getEncoder().encode(shifted));
      }
    }
    return forms;
  }

  private static byte[] unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int at = 0; at < bytes.length; at++) {
      reversed[at] = bytes[bytes.length - 1 - at];
    }
    return reversed;
  }

  /** The bytes of a little-endian int array, which is how the JDK's BigInteger lies in memory. */
  private static byte[] swapped(byte[] bytes) {
    byte[] swapped = new byte[bytes.length];
    for (int at = 0; at < bytes.length; at++) {
      swapped[at] = bytes[(at & ~3) + 3 - (at & 3)];
    }
    return swapped;
  }

  /** The files of this test and all temporary files that were written since it began. */
  private List<Path> files(FileTime began) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path root : List.of(folder, Path.of(System.getProperty("java.io.tmpdir")))) {
      try (Stream<Path> found =
          Files.find(
              root,
              3,
              (path, facts) ->
                  facts.isRegularFile()
                      && facts.lastModifiedTime().compareTo(began) >= 0
                      && facts.size() < 64 << 20)) {
        files.addAll(found.toList());
      } catch (java.io.UncheckedIOException e) {
        // A temporary file of another program went away during the walk.
        assertTrue(e.getMessage() != null);
      }
    }
    return files;
  }

  private static boolean containsAny(Path file, List<byte[]> secrets) throws IOException {
    String text;
    try {
      text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (java.nio.file.NoSuchFileException e) {
      return false;
    }
    return secrets.stream()
        .anyMatch(secret -> text.contains(new String(secret, StandardCharsets.ISO_8859_1)));
  }
}
