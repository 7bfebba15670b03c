// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * AWS's text form: a line for each structure, its plain values in the order of their names with
 * tabs between, and before them the name of what the structure stands in.
 */
final class KmsText {
  private final PrintWriter out;

  private KmsText(PrintWriter out) {
    this.out = out;
  }

  static void print(Object document, PrintWriter out) {
    new KmsText(out).value(document, null, null);
  }

  /**
   * @param name what the value stands in, or null
   * @param columns the names that each structure of a list has a place for, or null
   */
  private void value(Object value, String name, Collection<String> columns) {
    if (value instanceof Map<?, ?> map) {
      structure(map, name, columns);
    } else if (value instanceof List<?> list) {
      list(list, name);
    } else {
      out.println(plain(value));
    }
  }

  private void list(List<?> list, String name) {
    if (list.stream().anyMatch(Map.class::isInstance)) {
      Collection<String> columns = columns(list);
      list.forEach(each -> value(each, name, columns));
      return;
    }
    List<String> plain = list.stream().filter(KmsText::isPlain).map(KmsText::plain).toList();
    if (name != null) {
      plain.forEach(each -> out.println(name.toUpperCase(Locale.ROOT) + "\t" + each));
    } else if (!plain.isEmpty()) {
      out.println(String.join("\t", plain));
    }
    list.stream().filter(each -> !isPlain(each)).forEach(each -> value(each, name, null));
  }

  private void structure(Map<?, ?> map, String name, Collection<String> columns) {
    Map<String, Object> sorted = new TreeMap<>();
    map.forEach((key, value) -> sorted.put(String.valueOf(key), value));
    List<String> cells = new ArrayList<>();
    if (columns != null) {
      columns.forEach(
          each -> cells.add(sorted.containsKey(each) ? plain(sorted.remove(each)) : ""));
    } else {
      sorted.values().stream().filter(KmsText::isPlain).map(KmsText::plain).forEach(cells::add);
      sorted.values().removeIf(KmsText::isPlain);
    }
    if (!cells.isEmpty()) {
      if (name != null) {
        cells.add(0, name.toUpperCase(Locale.ROOT));
      }
      out.println(String.join("\t", cells));
    }
    sorted.forEach((key, value) -> value(value, key, null));
  }

  private static Collection<String> columns(List<?> list) {
    Collection<String> columns = new TreeSet<>();
    for (Object each : list) {
      if (each instanceof Map<?, ?> map) {
        map.forEach(
            (key, value) -> {
              if (isPlain(value)) {
                columns.add(String.valueOf(key));
              }
            });
      }
    }
    return columns;
  }

  private static boolean isPlain(Object value) {
    return !(value instanceof Map) && !(value instanceof List);
  }

  /** As Python writes them. */
  private static String plain(Object value) {
    if (value == null) {
      return "None";
    }
    if (value instanceof Boolean) {
      return value.equals(true) ? "True" : "False";
    }
    if (value instanceof Double number && number == Math.rint(number)) {
      return String.valueOf(number.longValue());
    }
    return value.toString();
  }
}
