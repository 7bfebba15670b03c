// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.jr.ob.JSON;
import io.burt.jmespath.Expression;
import io.burt.jmespath.JmesPathException;
import io.burt.jmespath.jcf.JcfRuntime;
import io.burt.jmespath.parser.ParseException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
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

  /**
   * @throws CommandFailure if the query asks for what the document does not have, such as the
   *     length of nothing; the operation has been done by then
   */
  void print(Object document, PrintWriter out) throws CommandFailure {
    Object selected = selected(document);
    switch (form) {
      case JSON -> out.println(json(selected));
      case TEXT -> text(selected, out);
      case OFF -> {}
    }
    out.flush();
  }

  /** The token that goes on with a list comes last and with its name, so that scripts find it. */
  private static void text(Object selected, PrintWriter out) {
    if (selected instanceof Map<?, ?> document && document.get(KmsPages.TOKEN) != null) {
      Map<Object, Object> rest = new LinkedHashMap<>(document);
      Object token = rest.remove(KmsPages.TOKEN);
      KmsText.print(rest, out);
      out.println(KmsPages.TOKEN.toUpperCase(Locale.ROOT) + "\t" + token);
    } else {
      KmsText.print(selected, out);
    }
  }

  private Object selected(Object document) throws CommandFailure {
    try {
      return query == null ? document : query.search(document);
    } catch (JmesPathException e) {
      throw new CommandFailure(
          "The operation was done, but --query does not fit its response: " + e.getMessage(), e);
    }
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
