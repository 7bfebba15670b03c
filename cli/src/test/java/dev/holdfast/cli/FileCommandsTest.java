// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** encrypt, decrypt and rotate, for people. */
class FileCommandsTest {
  @TempDir private static Path home;
  private static Path config;

  @TempDir private Path folder;
  private Path plain;
  private Path sealed;
  private Path again;

  @BeforeAll
  static void makeVault() {
    config = home.resolve("holdfast.properties");
    assertEquals(0, Run.of("init", "--config", config).code());
    String id = ok("kms", "create-key", "--query", "KeyMetadata.KeyId", "--output", "text").strip();
    ok("kms", "create-alias", "--alias-name", "alias/files", "--target-key-id", id);
  }

  private static String ok(Object... args) {
    Run run = run(args);
    assertEquals(0, run.code(), run.err());
    return run.out();
  }

  private static Run run(Object... args) {
    Object[] words = Arrays.copyOf(args, args.length + 2);
    words[args.length] = "--config";
    words[args.length + 1] = config;
    return Run.of(words);
  }

  @BeforeEach
  void makeFile() throws Exception {
    byte[] bytes = new byte[3 * 1024 * 1024 + 7];
    new Random(4711).nextBytes(bytes);
    plain = Files.write(folder.resolve("plain"), bytes);
    sealed = folder.resolve("sealed");
    again = folder.resolve("again");
  }

  private void encrypt() {
    ok("encrypt", "--key-id", "alias/files", plain, "-o", sealed);
  }

  @Test
  void encryption_brokenOff_leavesNothing() throws Exception {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                List.of(
                    java.toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    "encrypt",
                    "--config",
                    config.toString(),
                    "--key-id",
                    "alias/files",
                    "-o",
                    again.toString()))
            .redirectErrorStream(true)
            .start();
    // Its input does not end before it is broken off.
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (parts().isEmpty() && process.isAlive() && System.nanoTime() < until) {
      Thread.sleep(20);
    }
    assertEquals(1, parts().size());
    process.destroy();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertNothingLeft();
  }

  private List<String> parts() throws Exception {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".part"))
          .toList();
    }
  }

  private void assertNothingLeft() throws Exception {
    assertFalse(Files.exists(again));
    assertEquals(List.of(), parts());
  }

  @Test
  void file_comesBack_andOnlyItsOwnerMayReadIt() throws Exception {
    encrypt();
    String said = ok("decrypt", sealed, "-o", again);
    assertEquals(-1, Files.mismatch(plain, again));
    assertTrue(said.contains("Decrypted") && said.contains("3.0 MiB"), said);
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(again)));
  }

  @Test
  void emptyFile_comesBack() throws Exception {
    Files.write(plain, new byte[0]);
    encrypt();
    ok("decrypt", sealed, "-o", again);
    assertEquals(0, Files.size(again));
  }

  @Test
  void damagedFile_leavesNothing() throws Exception {
    encrypt();
    byte[] good = Files.readAllBytes(sealed);
    byte[][] bad = {
      Arrays.copyOf(good, good.length - 1),
      Arrays.copyOf(good, good.length / 2),
      Arrays.copyOf(good, 40),
      Arrays.copyOf(good, good.length + 1),
      flipped(good, good.length / 2),
      flipped(good, 0),
      flipped(good, 30),
      new byte[0],
    };
    for (byte[] envelope : bad) {
      Files.write(sealed, envelope);
      Run run = run("decrypt", sealed, "-o", again);
      assertEquals(1, run.code(), run.out());
      assertEquals(1, run.err().lines().count(), run.err());
      assertFalse(run.err().contains("fault of this program"), run.err());
      assertNothingLeft();
    }
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 1;
    return changed;
  }

  @Test
  void otherContext_isRefused() throws Exception {
    ok("encrypt", "--key-id", "alias/files", plain, "-o", sealed, "--encryption-context", "a=bc");
    Run run = run("decrypt", sealed, "-o", again, "--encryption-context", "ab=c");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("InvalidCiphertextException"), run.err());
    assertNothingLeft();
    ok("decrypt", sealed, "-o", again, "--encryption-context", "a=bc");
    assertEquals(-1, Files.mismatch(plain, again));
  }

  @Test
  void fileThatIsThere_isNotReplacedWithoutForce() throws Exception {
    encrypt();
    Files.writeString(again, "mine");
    Run run = run("decrypt", sealed, "-o", again);
    assertEquals(1, run.code());
    assertTrue(run.err().contains("--force"), run.err());
    assertEquals("mine", Files.readString(again));
    ok("decrypt", sealed, "-o", again, "--force");
    assertEquals(-1, Files.mismatch(plain, again));
    ok("decrypt", sealed, "-o", "/dev/null");
    assertFalse(Files.isRegularFile(Path.of("/dev/null")));
  }

  @Test
  void wrongUse_isRefusedInOneLine() {
    assertEquals(2, run("encrypt", plain, "-o", sealed).code());
    assertEquals(2, run("encrypt", "--key-id", "alias/files", plain).code());
    assertEquals(
        2,
        run("encrypt", "--key-id", "alias/files", plain, "-o", sealed, "--encryption-context", "x")
            .code());
    assertEquals(1, run("encrypt", "--key-id", "alias/none", plain, "-o", sealed).code());
    assertEquals(1, run("encrypt", "--key-id", "alias/files", folder, "-o", sealed).code());
    assertEquals(1, run("decrypt", folder.resolve("none"), "-o", again).code());
    assertEquals(2, run("rotate").code());
  }

  @Test
  void rotateDue_saysWhatItDid() throws Exception {
    assertTrue(ok("rotate", "--due").contains("Nothing is due"));
    assertEquals(List.of(), run("rotate", "--due", "--json").json().get("rotated"));
  }

  @Test
  void standardInputAndOutput_work() throws Exception {
    byte[] text = "through pipes".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    java.io.InputStream stdin = System.in;
    System.setIn(new java.io.ByteArrayInputStream(text));
    try {
      ok("encrypt", "--key-id", "alias/files", "-o", sealed);
    } finally {
      System.setIn(stdin);
    }
    ok("decrypt", sealed, "-o", again);
    assertArrayEquals(text, Files.readAllBytes(again));
  }

  @Test
  void heapThatIsTooSmallForThePin_isSaidInALine() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx40m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.holdfast.cli.Main",
                "--config",
                config.toString(),
                "list")
            .redirectOutput(folder.resolve("out").toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    assertEquals(1, process.waitFor());
    List<String> lines =
        Files.readAllLines(folder.resolve("err")).stream()
            .filter(line -> line.startsWith("holdfast: "))
            .toList();
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).contains("64 MiB of Java heap") && lines.get(0).contains("-Xmx"));
  }
}
