// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Done means 4: no key's bytes are in the vault, in a log or in a temporary file. */
class SecretScanTest {
  @TempDir Path folder;

  private static byte[] someKey() {
    byte[] key = new byte[32];
    new Random(4711).nextBytes(key);
    return key;
  }

  @Test
  void plantedKey_isFoundInEveryForm() throws Exception {
    SecretScanner scanner = new SecretScanner();
    byte[] key = someKey();
    scanner.add("planted", key);
    assertEquals(List.of(), scanner.scan(folder));
    for (Map.Entry<String, byte[]> form : SecretScanner.forms(key).entrySet()) {
      Path file = folder.resolve("vault.db-wal");
      byte[] content = new byte[5000];
      System.arraycopy(form.getValue(), 0, content, 1234, form.getValue().length);
      Files.write(file, content);
      assertTrue(
          scanner.scan(folder).stream().anyMatch(found -> found.contains(form.getKey())),
          form.getKey());
      Files.delete(file);
    }
  }

  @Test
  void sealedKeys_areInNoFile() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(
                Program.jdkTool("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + temporary,
                "-Djava.security.debug=provider,keystore",
                "-cp",
                System.getProperty("java.class.path"),
                SecretScanProcess.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int exit = process.waitFor();
    String text = Files.readString(output);
    assertEquals(0, exit, text);
    Faults.holdsNoPin(text);
    List<String> reports = text.lines().filter(line -> line.startsWith("Nothing found")).toList();
    assertEquals(3, reports.size(), text);
    System.out.println("SecretScanTest: " + reports.get(2));
  }

  @EveryBackend
  void importedKey_isInNoFile(Backend backend) throws Exception {
    SecretScanner scanner = new SecretScanner();
    scanner.add("imported", someKey());
    try (Fixture fixture = Fixture.of(backend)) {
      fixture.keyStore().setKeyEntry("imported", new SecretKeySpec(someKey(), "AES"), null, null);
      assertEquals(List.of(), scanner.scan(fixture.folder()));
      if (backend.hasToken()) {
        Path tokens = Path.of(System.getenv("SOFTHSM2_CONF")).resolveSibling("tokens");
        assertEquals(List.of(), scanner.scan(tokens));
      }
    }
  }
}
