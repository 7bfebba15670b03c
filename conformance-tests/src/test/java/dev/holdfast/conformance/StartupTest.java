// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a JVM pays for Holdfast registered: nearly nothing unless somebody asks it for an algorithm,
 * and no engine even then. Told by the classes it loads, since a time depends on the machine: each
 * costs about a quarter of a millisecond, and the services some three in all.
 */
class StartupTest {
  private static final int MOST_UNASKED = 6;
  private static final int MOST_ASKED = 42;

  @TempDir Path folder;

  @Test
  void registering_loadsFewClassesAndNoTable() throws Exception {
    List<String> ours = classes("");
    assertTrue(ours.size() <= MOST_UNASKED, ours::toString);
    assertFalse(ours.contains("dev.holdfast.jca.AlgorithmTable"), ours::toString);
  }

  @Test
  void firstQuestion_loadsTheTableAndNoneForUse() throws Exception {
    List<String> ours = classes(" provider.getService(\"Signature\", \"none such\");");
    assertTrue(ours.contains("dev.holdfast.jca.AlgorithmTable"), ours::toString);
    assertTrue(ours.size() <= MOST_ASKED, () -> ours.size() + " classes: " + ours);
    assertTrue(
        ours.stream()
            .noneMatch(
                name ->
                    name.contains("Lambda")
                        || name.matches("dev\\.holdfast\\.(hsm|sealed|pkcs11|memory|seal)\\..*")),
        ours::toString);
  }

  /** Holdfast's classes that a program loads which registers it and does something more. */
  private List<String> classes(String more) throws Exception {
    Path source =
        Files.writeString(
            folder.resolve("Start.java"),
            "public class Start { public static void main(String[] a) {"
                + " java.security.Provider provider = new dev.holdfast.HoldfastProvider();"
                + " java.security.Security.addProvider(provider);"
                + more
                + " } }");
    Program.run(
            Program.jdkTool("javac"),
            "-cp",
            Program.classPath(),
            "-d",
            folder.toString(),
            source.toString())
        .requireSuccess();
    Path log = folder.resolve("classes");
    Program.run(
            Program.jdkTool("java"),
            "-Xlog:class+load:file=" + log,
            "-cp",
            Program.classPath() + ":" + folder,
            "Start")
        .requireSuccess();
    List<String> ours = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      String name = line.replaceFirst("^(\\[[^\\]]*\\])+ *", "").replaceFirst(" .*", "");
      if (name.startsWith("dev.holdfast.")) {
        ours.add(name);
      } else if (name.matches(
          "(org\\.bouncycastle|org\\.sqlite|com\\.sun\\.jna|java\\.sql)\\..*")) {
        foreign.add(name);
      }
    }
    assertEquals(List.of(), foreign);
    return ours;
  }
}
