// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.jr.ob.JSON;
import io.burt.jmespath.Expression;
import io.burt.jmespath.jcf.JcfRuntime;
import io.burt.jmespath.parser.ParseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Prints a response as AWS's command does: what the query selects, as JSON or as text. */
final class KmsPrinter {
  /** The forms of {@code --output}. */
  enum Form {
    JSON,
    TEXT,
    OFF;

    static Optional<Form> of(String name) {
      return Stream.of(values())
          .filter(form -> form.name().toLowerCase(Locale.ROOT).equals(name))
          .findFirst();
    }
  }

  private static final String INDENT = "    ";

  private final Form form;
  private final Expression<Object> query;

  /**
   * @param query a JMESPath expression, or null for everything
   */
  KmsPrinter(Form form, String query) throws KmsDocument.Misfit {
    this.form = form;
    try {
      this.query = query == null ? null : new JcfRuntime().compile(query);
    } catch (ParseException e) {
      throw new KmsDocument.Misfit("Bad value for --query " + query + ": " + e.getMessage());
    }
  }

  void print(Object document, PrintWriter out) {
    Object selected = query == null ? document : query.search(document);
    switch (form) {
      case JSON -> out.println(json(selected));
      case TEXT -> KmsText.print(selected, out);
      case OFF -> {}
    }
    out.flush();
  }

  static String json(Object document) {
    if (document == null) {
      return "null";
    }
    DefaultIndenter lines = new DefaultIndenter(INDENT, "\n");
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
    printer.indentArraysWith(lines);
    printer.indentObjectsWith(lines);
    try {
      return JSON.std.with(printer).with(JSON.Feature.WRITE_NULL_PROPERTIES).asString(document);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing JSON into a string", e);
    }
  }
}
