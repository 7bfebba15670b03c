// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.jca.AlgorithmTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The README says what the one table says. */
class AlgorithmTableTest {
  private static final String BEGIN = "<!-- algorithms -->\n";
  private static final String END = "<!-- /algorithms -->";

  /** Set to true, the README is rewritten and not only compared. */
  private static final String UPDATE = "holdfast.updateReadme";

  @Test
  void readme_hasTheTable() throws Exception {
    Path file = Program.ROOT.resolve("README.md");
    String readme = Files.readString(file);
    int begin = readme.indexOf(BEGIN) + BEGIN.length();
    int end = readme.indexOf(END);
    if (Boolean.getBoolean(UPDATE)) {
      Files.writeString(file, readme.substring(0, begin) + expected() + readme.substring(end));
      return;
    }
    assertEquals(
        expected(),
        readme.substring(begin, end),
        "README.md is behind the table. Run this test with -D"
            + UPDATE
            + "=true, which rewrites the section: mvn verify -pl conformance-tests -am"
            + " -Dtest=AlgorithmTableTest -Dsurefire.failIfNoSpecifiedTests=false -D"
            + UPDATE
            + "=true");
  }

  private static String expected() {
    Map<String, List<String>> byType = new LinkedHashMap<>();
    for (AlgorithmTable.Row row : AlgorithmTable.rows()) {
      List<String> others =
          row.aliases().stream().filter(alias -> !alias.matches("(OID\\.)?[0-9.]+")).toList();
      String name =
          "`"
              + row.name()
              + "`"
              + (others.isEmpty() ? "" : " (also `" + String.join("`, `", others) + "`)");
      String type =
          row.type() + (row.engine().since() > 17 ? " (JDK " + row.engine().since() + ")" : "");
      byType.computeIfAbsent(type, any -> new ArrayList<>()).add(name);
    }
    StringBuilder text = new StringBuilder("| engine | algorithms |\n| --- | --- |\n");
    byType.forEach(
        (type, names) ->
            text.append("| ")
                .append(type)
                .append(" | ")
                .append(String.join(", ", names))
                .append(" |\n"));
    return text.toString();
  }
}
