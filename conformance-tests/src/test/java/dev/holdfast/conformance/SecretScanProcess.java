// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.kms.KeyRequest;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.VaultOpener;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.SignScheme;
import dev.holdfast.sealed.Engine;
import dev.holdfast.sealed.EngineKey;
import dev.holdfast.sealed.JdkEngine;
import dev.holdfast.sealed.SealedBackend;
import dev.holdfast.store.SqliteStore;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Makes and uses sealed keys with everything logged, and then looks for them in every file. It
 * knows their bytes from an engine that tells; nothing else does.
 */
final class SecretScanProcess {
  private static final SecretScanner SCANNER = new SecretScanner();

  private SecretScanProcess() {}

  /** The JDK's engine, with an ear at the door. */
  private static final class TellingEngine implements Engine {
    private final Engine engine = new JdkEngine();
    private int count;

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public boolean supports(Algorithm algorithm) {
      return engine.supports(algorithm);
    }

    @Override
    public Generated generate(KeySpec spec) throws KeyOperationException {
      Generated made = engine.generate(spec);
      tell(spec + " " + count++, spec, made.material().toByteArray());
      return made;
    }

    @Override
    public EngineKey load(KeySpec spec, SecretMemory material) throws KeyOperationException {
      return engine.load(spec, material);
    }
  }

  private static void tell(String name, KeySpec spec, byte[] material) {
    try {
      if (spec.type() == KeyType.RSA) {
        RSAPrivateCrtKey key =
            (RSAPrivateCrtKey)
                KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(material));
        SCANNER.add(name + " d", bytes(key.getPrivateExponent()));
        SCANNER.add(name + " p", bytes(key.getPrimeP()));
        SCANNER.add(name + " q", bytes(key.getPrimeQ()));
        SCANNER.add(name + " dP", bytes(key.getPrimeExponentP()));
        SCANNER.add(name + " 1/q", bytes(key.getCrtCoefficient()));
      } else if (spec.type() == KeyType.EC) {
        ECPrivateKey key =
            (ECPrivateKey)
                KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(material));
        SCANNER.add(name + " s", bytes(key.getS()));
      } else {
        SCANNER.add(name, material);
      }
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] bytes(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  /**
   * Runs.
   *
   * @param arguments the folder with everything in it: vault, temporary files, output
   */
  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.ALL);
    Logger.getLogger("").getHandlers()[0].setLevel(Level.ALL);
    Path folder = Path.of(arguments[0]);
    SCANNER.addText("PIN", Fixture.VAULT_PIN);
    Path file = folder.resolve("vault.db");
    char[] pin = Fixture.VAULT_PIN.toCharArray();
    VaultOpener.initialise(SqliteStore.create(file), pin, false);
    Vault vault = open(file, pin);
    for (KeySpec spec :
        List.of(
            KeySpec.rsa(2048),
            KeySpec.ec(EcCurve.P_256),
            KeySpec.ec(EcCurve.P_521),
            KeySpec.aes(256),
            KeySpec.aes(128),
            KeySpec.hmac(Digest.SHA_256, 256))) {
      use(vault.createKey(new KeyRequest(spec, Set.of(), Optional.of("stored " + spec), "")));
      ManagedKey session = vault.createSessionKey(spec, spec.type().usages());
      use(session);
      vault.putKey("kept " + spec, session, List.of());
    }
    vault.diagnose();
    vault.deleteEntry("kept AES_128");
    report(folder, "open");
    vault.close();
    report(folder, "closed");
    use(open(file, pin).entry("stored ECC_NIST_P256").flatMap(e -> e.key()));
    report(folder, "open again");
  }

  private static Vault open(Path file, char[] pin) throws KeyOperationException {
    return VaultOpener.open(
        SqliteStore.open(file),
        pin,
        new VaultOpener.Terms("root", false, Duration.ofSeconds(30), Clock.systemUTC()),
        Map.of(SealedBackend.NAME, new SealedBackend(new TellingEngine())),
        SealedBackend.NAME);
  }

  private static void use(Optional<ManagedKey> key) throws KeyOperationException {
    if (key.isPresent()) {
      use(key.get());
    }
  }

  private static void use(ManagedKey key) throws KeyOperationException {
    if (key.spec().type() == KeyType.EC) {
      key.sign(SignScheme.ecdsa(), new byte[32]);
    } else if (key.spec().type() == KeyType.RSA) {
      key.sign(SignScheme.rsaPss(Digest.SHA_256, Digest.SHA_256, 32), new byte[32]);
    }
    System.out.println("used " + key);
  }

  private static void report(Path folder, String when) throws IOException {
    System.out.flush();
    List<String> found = SCANNER.scan(folder);
    if (!Files.exists(folder.resolve("vault.db")) || !found.isEmpty()) {
      throw new AssertionError("Found while " + when + ": " + found);
    }
    System.out.println("Nothing found while " + when + ": " + SCANNER);
  }
}
