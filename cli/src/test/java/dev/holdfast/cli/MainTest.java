// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "init",
          "status",
          "doctor",
          "list",
          "kms",
          "encrypt",
          "decrypt",
          "rotate",
          "classpath",
          "java-security");

  @Test
  void versionNamesTheCommand() {
    Run run = Run.of("--version");
    assertEquals(0, run.code());
    assertTrue(run.out().startsWith("holdfast "), run.out());
  }

  @Test
  void helpListsTheCommandsThatThereAre() {
    for (String args : List.of("--help", "help")) {
      Run run = Run.of(args);
      assertEquals(0, run.code());
      COMMANDS.forEach(command -> assertTrue(run.out().contains("  " + command), run.out()));
    }
  }

  @Test
  void everyCommandHelps() {
    for (String command : COMMANDS) {
      Run run = Run.of("help", command);
      assertEquals(0, run.code());
      assertTrue(run.out().startsWith("Usage: holdfast " + command), run.out());
      assertTrue(run.out().contains("--config"), run.out());
    }
  }

  @Test
  void noCommand_isUsage() {
    Run run = Run.of();
    assertEquals(2, run.code());
    assertEquals(1, run.err().lines().count());
  }

  @Test
  void mistypedCommandOrOption_isUsageInOneLine() throws Exception {
    for (List<String> args :
        List.of(List.of("stauts"), List.of("status", "--jsno"), List.of("demo", "--key", "dsa"))) {
      Run run = Run.of(args.toArray());
      assertEquals(2, run.code());
      assertTrue(run.err().startsWith("holdfast: "), run.err());
      assertEquals(1, run.err().lines().count(), run.err());
    }
    Run run = Run.of("status", "--json", "--nosuch");
    assertEquals(2, run.code());
    assertEquals("USAGE", ((Map<?, ?>) run.json().get("error")).get("reason"));
  }

  @Test
  void noConfiguration_isUsageAndSaysHowToNameOne() {
    Run run = Run.of("status");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("--config") && run.err().contains("init"), run.err());
  }

  @Test
  void configurationThatIsNotThere_isAFailure(@TempDir Path folder) {
    Run run = Run.of("list", "--config", folder.resolve("none.properties"));
    assertEquals(1, run.code());
    assertTrue(run.err().contains("none.properties"), run.err());
    assertTrue(run.err().contains("no such file"), run.err());
  }

  @Test
  void classpath_isThatOfTheBuild(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("classpath"), "/a/one.jar:/b/two.jar\n");
    System.setProperty("holdfast.classpath.file", file.toString());
    try {
      assertEquals("/a/one.jar:/b/two.jar", Run.of("classpath").out().strip());
      assertEquals(
          List.of("/a/one.jar", "/b/two.jar"), Run.of("classpath", "--json").json().get("jars"));
    } finally {
      System.clearProperty("holdfast.classpath.file");
    }
    Run run = Run.of("classpath");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("bin/holdfast"), run.err());
  }

  @Test
  void lettersThatTheLocaleLost_areRefused() {
    Run run = Run.of("kms", "encrypt", "--encryption-context", "to=M\uFFFD\uFFFDller");
    assertEquals(2, run.code());
    assertTrue(run.err().contains("set LC_ALL=C.UTF-8"), run.err());
  }

  @Test
  void outputThatCannotBeWritten_isNoSuccess() {
    PrintWriter out =
        new PrintWriter(
            new Writer() {
              @Override
              public void write(char[] text, int offset, int length) throws IOException {
                throw new IOException("no space");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            });
    assertTrue(Main.isPrinted(out));
    out.println("a key");
    assertFalse(Main.isPrinted(out));
  }
}
