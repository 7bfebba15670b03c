// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DemoTest {
  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void check_ofASealedKey_verifiesAndCleansUp(String kind) throws Exception {
    Run run = Run.of("demo", "--check", "--key", kind);
    assertEquals(0, run.code(), run.out() + run.err());
    List<String> lines = run.out().lines().toList();
    assertTrue(lines.contains("getEncoded() = null"), run.out());
    assertTrue(lines.contains("getFormat() = null"), run.out());
    assertTrue(run.out().contains("TLSv1.3") && run.out().contains("TLS_AES_"), run.out());
    assertTrue(run.out().contains("dev.holdfast.jca."), run.out());
    assertCleanedUp(run);
    assertNull(Security.getProvider("Holdfast"), "the demo takes its provider away again");
  }

  private static void assertCleanedUp(Run run) {
    Matcher vault = Pattern.compile("the vault (\\S+)").matcher(run.out());
    assertTrue(vault.find(), run.out());
    assertFalse(Files.exists(Path.of(vault.group(1)).getParent()), run.out());
  }

  @Test
  void check_asJson_isOneDocument() throws Exception {
    Map<String, Object> seen = Run.of("demo", "--check", "--json").json();
    assertEquals("TLSv1.3", seen.get("protocol"));
    assertEquals(200, seen.get("status"));
    assertEquals(true, seen.get("ok"));
    assertTrue(seen.containsKey("getEncoded"));
    assertNull(seen.get("getEncoded"));
  }

  @Test
  void portThatIsTaken_isAFailureOfOneLine() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Run before = Run.of("demo", "--check");
      Run run = Run.of("demo", "--check", "--port", taken.getLocalPort());
      assertCleanedUp(before);
      assertEquals(1, run.code());
      assertTrue(run.err().contains("" + taken.getLocalPort()), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
    assertEquals(2, Run.of("demo", "--port", "70000").code());
  }

  /** In a process of its own: a token library reads its configuration once in a process. */
  @ParameterizedTest
  @ValueSource(strings = {"ec", "rsa"})
  void check_ofAKeyOnAToken(String kind, @TempDir Path folder) throws Exception {
    assumeSoftHsm();
    Process demo = start(folder, "demo", "--backend", "hsm", "--check", "--key", kind);
    String out = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, demo.waitFor(), out + Files.readString(folder.resolve("err")));
    assertTrue(out.contains("getEncoded() = null") && out.contains("TLSv1.3"), out);
    assertEquals(0, leftovers(folder));
  }

  @Test
  void termination_removesEverything(@TempDir Path folder) throws Exception {
    Process demo = start(folder, "demo");
    try (BufferedReader out =
        new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8))) {
      String line;
      do {
        line = out.readLine();
        assertFalse(line == null, () -> "the demo ended: " + errors(folder));
      } while (!line.startsWith("Ctrl-C"));
      assertEquals(1, leftovers(folder));
      demo.destroy(); // SIGTERM, which Java treats as it treats Ctrl-C
      assertTrue(demo.waitFor(30, TimeUnit.SECONDS));
    } finally {
      demo.destroyForcibly();
    }
    assertEquals(0, leftovers(folder));
    assertEquals("", errors(folder));
  }

  private static String errors(Path folder) {
    try {
      return Files.readString(folder.resolve("err"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static void assumeSoftHsm() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "softhsm2-util"))),
        "softhsm2-util is not installed: apt-get install softhsm2");
  }

  private static Process start(Path temporary, String... args) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path")));
    if (Runtime.version().feature() >= 24) {
      command.add(1, "--enable-native-access=ALL-UNNAMED");
    }
    command.add("dev.holdfast.cli.Main");
    command.addAll(List.of(args));
    return new ProcessBuilder(command).redirectError(temporary.resolve("err").toFile()).start();
  }

  private static long leftovers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(path -> path.getFileName().toString().matches("holdfast-demo\\d+"))
          .count();
    }
  }
}
