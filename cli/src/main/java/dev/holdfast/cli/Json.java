// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** The one JSON document a command prints. Not touched without {@code --json}: it costs time. */
final class Json {
  private Json() {}

  static void print(PrintWriter out, Map<String, ?> document) {
    try {
      out.println(
          JSON.std
              .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
              .asString(document));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Writing JSON into a string", e);
    }
  }
}
