// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.holdfast.kms.api.KmsOperation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The README says of each of AWS's operations what the one table says. */
class KmsOperationTableTest {
  private static final String BEGIN = "<!-- operations -->\n";
  private static final String END = "<!-- /operations -->";

  /** Set to true, the README is rewritten and not only compared. */
  private static final String UPDATE = "holdfast.updateReadme";

  @Test
  void readme_hasEveryOperation() throws Exception {
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
        "README.md is behind the table; run this test with -D" + UPDATE + "=true");
  }

  private static String expected() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (KmsOperation operation : KmsOperation.values()) {
      String row =
          switch (operation.standing()) {
            case OFFERED -> "offered";
            case LATER -> "later: " + operation.reason();
            case REFUSED -> "not offered: " + operation.reason();
          };
      rows.computeIfAbsent(row, name -> new ArrayList<>()).add("`" + operation.kmsName() + "`");
    }
    StringBuilder text = new StringBuilder("| | operations |\n| --- | --- |\n");
    rows.forEach(
        (row, names) ->
            text.append("| ")
                .append(row)
                .append(" | ")
                .append(String.join(", ", names))
                .append(" |\n"));
    return text.toString();
  }
}
