// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows under headings, each column as wide as its widest cell. */
final class Table {
  private final List<String[]> rows = new ArrayList<>();

  Table(String... headings) {
    rows.add(headings);
  }

  /** Adds a row; what would break the line or move the cursor is shown as a question mark. */
  void row(String... cells) {
    String[] clean = new String[cells.length];
    for (int at = 0; at < cells.length; at++) {
      clean[at] = cells[at].replaceAll("\\p{Cntrl}", "?");
    }
    rows.add(clean);
  }

  void print(PrintWriter out) {
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int at = 0; at < row.length; at++) {
        line.append(row[at]).append(" ".repeat(width(at) - row[at].length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
    out.flush();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
  }
}
