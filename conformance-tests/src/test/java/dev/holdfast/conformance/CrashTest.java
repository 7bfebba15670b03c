// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.Holdfast;
import dev.holdfast.kms.Finding;
import dev.holdfast.kms.Vault;
import dev.holdfast.testing.Libraries;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;

/**
 * Done means 5: a process that makes keys, and with a vault encrypts, rotates, names, disables and
 * enables, is killed with SIGKILL at random moments, again and again; everything it acknowledged is
 * so, and nothing it left on a token is unlisted.
 */
class CrashTest {
  private static final int ROUNDS = Boolean.getBoolean("holdfast.full") ? 350 : 20;
  private static final int LONGEST_LIFE_MILLIS = 1000;

  @EverySetup
  void killedProcess_losesNoAcknowledgedKey(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      killAgainAndAgain(fixture, backend.name(), ROUNDS);
    }
  }

  @Test
  void killedProcess_onPostgres_losesNoAcknowledgedKey() throws Exception {
    try (Fixture fixture = Fixture.onPostgres()) {
      killAgainAndAgain(fixture, "on PostgreSQL", Math.max(ROUNDS / 4, 4));
    }
  }

  private static void killAgainAndAgain(Fixture fixture, String backend, int rounds)
      throws Exception {
    long seed = System.nanoTime();
    System.out.println("CrashTest " + backend + ", seed " + seed + ", " + rounds + " rounds");
    Random random = new Random(seed);
    Set<String> acknowledged = new TreeSet<>();
    int deeds = 0;
    for (int round = 0; round < rounds; round++) {
      List<String> said = killOne(fixture, "r" + round + "-", random);
      List<String> made = said.stream().filter(line -> !line.startsWith("kms")).toList();
      acknowledged.addAll(made);
      fixture.reopen();
      if (fixture.backend().hasVault()) {
        List<String> kms = said.stream().filter(line -> line.startsWith("kms")).toList();
        deeds += KmsDeeds.check(Holdfast.keyService(fixture.configuration()), kms);
      }
      KeyStore keyStore = fixture.keyStore();
      for (String alias : made) {
        assertWorks(fixture, keyStore, alias);
      }
    }
    fixture.reopen();
    Set<String> listed = new TreeSet<>(fixture.vault().names());
    assertTrue(listed.containsAll(acknowledged), "seed " + seed);
    assertNothingUnlisted(fixture);
    System.out.println(
        "CrashTest "
            + backend
            + ": "
            + acknowledged.size()
            + " keys and "
            + deeds
            + " operations acknowledged and there");
  }

  /** Starts a process, kills it, and returns what it had acknowledged. */
  private static List<String> killOne(Fixture fixture, String prefix, Random random)
      throws Exception {
    Path output = Files.createTempFile(fixture.folder(), "maker", ".out");
    Path errors = Files.createTempFile(fixture.folder(), "maker", ".err");
    List<String> command =
        new ArrayList<>(
            List.of(
                Program.jdkTool("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                KeyMakingProcess.class.getName(),
                fixture.configuration().toString(),
                prefix,
                Boolean.toString(fixture.backend().hasVault())));
    Process process =
        new ProcessBuilder(command)
            .redirectError(errors.toFile())
            .redirectOutput(output.toFile())
            .start();
    // Every fifth is killed while it starts; the others some time after their first key.
    if (random.nextInt(5) > 0) {
      long deadline = System.nanoTime() + 30_000_000_000L;
      while (Files.size(output) == 0 && System.nanoTime() < deadline && process.isAlive()) {
        Thread.sleep(5);
      }
      assertTrue(process.isAlive(), () -> "The process ended by itself: " + read(errors));
    }
    Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
    process.destroyForcibly().waitFor();
    String text = read(output);
    // A last line without its end was not yet said.
    List<String> lines = text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    for (String line : lines) {
      assertTrue(line.startsWith(prefix) || line.startsWith("kms"), text);
    }
    return lines;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void assertWorks(Fixture fixture, KeyStore keyStore, String alias)
      throws Exception {
    Key key = keyStore.getKey(alias, null);
    assertNotNull(key, alias + " was acknowledged and is not there");
    if (key instanceof PrivateKey secret) {
      Signature signature = Signature.getInstance("SHA256withECDSA", fixture.provider());
      signature.initSign(secret);
      signature.update(new byte[100]);
      byte[] signed = signature.sign();
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(
          fixture.vault().entry(alias).orElseThrow().key().orElseThrow().publicKey().orElseThrow());
      verifier.update(new byte[100]);
      assertTrue(verifier.verify(signed), alias);
    } else {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", fixture.provider());
      cipher.init(Cipher.ENCRYPT_MODE, key);
      assertEquals(116, cipher.doFinal(new byte[100]).length);
    }
  }

  /** Every object on the token belongs to a name, or doctor reports it. */
  private static void assertNothingUnlisted(Fixture fixture) throws Exception {
    Vault vault = fixture.vault();
    List<Finding> findings = vault.diagnose();
    for (Finding finding : findings) {
      assertTrue(finding.severity() != Finding.Severity.ERROR, findings::toString);
    }
    if (!fixture.backend().hasToken()) {
      return;
    }
    // Its warnings, which say of every key that its value cannot be read, come between the lines.
    String command =
        "pkcs11-tool --module %s --token-label %s --login --pin %s --list-objects 2>/dev/null"
            .formatted(Libraries.softHsm(), fixture.token(), TestToken.PIN);
    Program listing = Program.run("sh", "-c", command).requireSuccess();
    Set<String> ids = new TreeSet<>();
    Matcher id =
        Pattern.compile(
                "(?m)^(?:Private|Secret) Key Object[^\\n]*\\n(?:  [^\\n]*\\n)*?  ID: +(\\w+)")
            .matcher(listing.output());
    while (id.find()) {
      ids.add(id.group(1));
    }
    String reported = findings.toString();
    long known =
        fixture.backend().hasVault()
            ? KmsDeeds.materials(Holdfast.keyService(fixture.configuration()))
            : vault.keys().size();
    long orphans = ids.stream().filter(reported::contains).count();
    assertTrue(
        !ids.isEmpty() && ids.size() <= known + orphans,
        () -> ids.size() + " keys on the token, " + known + " known, " + orphans + " reported");
  }
}
