// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One file of test vectors of Project Wycheproof, in any of its schemas. */
record VectorFile(String name, String algorithm, String kind, List<Vector> vectors) {
  private static final List<String> SUFFIXES = List.of(".json", "_v1", "_schema", "_test");

  static VectorFile read(Path file) {
    try {
      Map<String, Object> root = JSON.std.mapFrom(Files.readAllBytes(file));
      String algorithm = String.valueOf(root.getOrDefault("algorithm", ""));
      List<Vector> vectors =
          maps(root.get("testGroups")).stream()
              .flatMap(
                  group ->
                      maps(group.get("tests")).stream()
                          .map(test -> new Vector(algorithm, group, test)))
              .toList();
      return new VectorFile(
          file.getFileName().toString(),
          algorithm,
          kind(String.valueOf(root.getOrDefault("schema", ""))),
          vectors);
    } catch (IOException e) {
      throw new UncheckedIOException("Not a file of test vectors: " + file, e);
    }
  }

  /** The schema without its version: {@code aead_test_schema_v1.json} is {@code aead}. */
  private static String kind(String schema) {
    String kind = schema.toLowerCase(Locale.ROOT);
    for (String suffix : SUFFIXES) {
      if (kind.endsWith(suffix)) {
        kind = kind.substring(0, kind.length() - suffix.length());
      }
    }
    return kind;
  }

  @SuppressWarnings("unchecked") // what the format says
  private static List<Map<String, Object>> maps(Object list) {
    return list == null ? List.of() : (List<Map<String, Object>>) list;
  }
}
