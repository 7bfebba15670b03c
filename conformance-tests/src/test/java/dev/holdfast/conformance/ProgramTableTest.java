// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The README names the programs that the tests run, and no others. */
class ProgramTableTest {
  private static final String BEGIN = "<!-- programs -->\n";
  private static final String END = "<!-- /programs -->";

  @Test
  void readme_hasTheTable() throws Exception {
    String readme = Files.readString(Program.ROOT.resolve("README.md"));
    String section = readme.substring(readme.indexOf(BEGIN) + BEGIN.length(), readme.indexOf(END));
    assertEquals(
        ProgramTable.markdown(), section, "put the expected text between the markers of README.md");
  }

  @Test
  void everyProgramTest_hasARow() throws Exception {
    Path classes =
        Path.of(ProgramTableTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path folder = classes.resolve(ProgramTableTest.class.getPackageName().replace('.', '/'));
    Set<String> tests;
    try (Stream<Path> files = Files.list(folder)) {
      tests =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith("ProgramTest.class"))
              .map(name -> name.substring(0, name.indexOf('.')))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    Set<String> rows = new TreeSet<>();
    ProgramTable.ROWS.forEach(row -> rows.add(row.test().getSimpleName()));
    assertEquals(tests, rows);
  }

  @Test
  void everyRow_isTriedOnEveryBackend() {
    for (ProgramTable.Row row : ProgramTable.ROWS) {
      assertTrue(
          Arrays.stream(row.test().getDeclaredMethods())
              .anyMatch(
                  method ->
                      method.isAnnotationPresent(EveryBackend.class)
                          || method.isAnnotationPresent(EverySetup.class)),
          row.name());
    }
  }
}
