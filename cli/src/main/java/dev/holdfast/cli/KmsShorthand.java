// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the shorthand of AWS's command: {@code Key=value,Other='a,
 * b',Some=x,y,List=[x,y],Map={k=v}} with blanks around the signs as one likes, and {@code
 * Key@=file://PATH} for what stands in a file.
 *
 * <p>Where a value begins and ends decides what a message is bound to, so the rules are AWS's to
 * the letter: a backslash stands for itself, but before a comma and, between quotes, before the
 * quote and another backslash.
 */
final class KmsShorthand {
  private static final String KEY_SIGNS = "-_.#/:";

  /** What no word begins with. */
  private static final String NO_BEGINNING = "\"',=[{";

  /** What ends a word that is a value, and one that may turn out to be the next pair's key. */
  private static final String ENDS_OF_VALUE = "\"',]}";

  private static final String ENDS_OF_MORE = "\"',=";

  private final String text;
  private int at;

  private KmsShorthand(String text) {
    this.text = text;
  }

  /**
   * Reads {@code k=v,k2=v2}.
   *
   * @throws IOException if a file that it names cannot be read
   */
  static Map<String, Object> parse(String text) throws KmsDocument.Misfit, IOException {
    KmsShorthand reader = new KmsShorthand(text);
    Map<String, Object> pairs = new LinkedHashMap<>();
    do {
      reader.pair(pairs, false);
    } while (reader.next(','));
    if (!reader.isAtEnd()) {
      throw reader.wrong("unexpected " + text.charAt(reader.at));
    }
    return pairs;
  }

  private void pair(Map<String, Object> pairs, boolean nested)
      throws KmsDocument.Misfit, IOException {
    String key = key();
    boolean fromFile = next('@');
    if (key.isEmpty() || !next('=')) {
      throw wrong("expected KEY=VALUE");
    }
    Object value = nested ? value() : values();
    if (fromFile && value instanceof String path) {
      value = KmsParameters.text(path);
    }
    if (pairs.putIfAbsent(key, value) != null) {
      throw wrong("the key " + key + " is there twice");
    }
  }

  private String key() {
    int start = at;
    while (!isAtEnd() && isKeySign(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean isKeySign(char c) {
    return (c < 0x80 && Character.isLetterOrDigit(c)) || KEY_SIGNS.indexOf(c) >= 0;
  }

  /** One value, or a list of them as in {@code x,y}, which ends before the next pair. */
  private Object values() throws KmsDocument.Misfit, IOException {
    Object first = value();
    if (!(first instanceof String)) {
      return first;
    }
    List<Object> all = new ArrayList<>(List.of(first));
    int end = at;
    while (next(',')) {
      boolean quoted = isAtQuote();
      String more = quoted ? quoted() : word(ENDS_OF_MORE);
      blanks();
      if ((more.isEmpty() && !quoted) || !(isAtEnd() || isAt(','))) {
        at = end;
        break;
      }
      all.add(more);
      end = at;
    }
    return all.size() == 1 ? first : all;
  }

  private Object value() throws KmsDocument.Misfit, IOException {
    if (next('[')) {
      List<Object> list = new ArrayList<>();
      while (!accept(']')) {
        list.add(value());
        if (!next(',') && !isAt(']')) {
          throw wrong("expected , or ]");
        }
      }
      return list;
    }
    if (next('{')) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (!accept('}')) {
        pair(map, true);
        if (!next(',') && !isAt('}')) {
          throw wrong("expected , or }");
        }
      }
      return map;
    }
    return isAtQuote() ? quoted() : word(ENDS_OF_VALUE);
  }

  private String quoted() throws KmsDocument.Misfit {
    char quote = text.charAt(at++);
    StringBuilder value = new StringBuilder();
    while (!isAtEnd() && !isAt(quote)) {
      if (isAt('\\') && (text.startsWith("\\", at + 1) || text.startsWith("" + quote, at + 1))) {
        at++;
      }
      value.append(text.charAt(at++));
    }
    if (!accept(quote)) {
      throw wrong("it ends too soon");
    }
    return value.toString();
  }

  private String word(String ends) {
    StringBuilder word = new StringBuilder();
    String stops = NO_BEGINNING;
    while (!isAtEnd() && stops.indexOf(text.charAt(at)) < 0) {
      if (text.startsWith("\\,", at)) {
        at++;
      }
      word.append(text.charAt(at++));
      stops = ends;
    }
    return word.toString().stripTrailing();
  }

  /** Passes over one sign and the blanks on both sides of it, if it comes next. */
  private boolean next(char sign) {
    blanks();
    if (!accept(sign)) {
      return false;
    }
    blanks();
    return true;
  }

  private void blanks() {
    while (!isAtEnd() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean isAtQuote() {
    return isAt('\'') || isAt('"');
  }

  private boolean isAt(char wanted) {
    return !isAtEnd() && text.charAt(at) == wanted;
  }

  private boolean isAtEnd() {
    return at >= text.length();
  }

  private boolean accept(char wanted) {
    if (isAt(wanted)) {
      at++;
      return true;
    }
    return false;
  }

  private KmsDocument.Misfit wrong(String what) {
    return new KmsDocument.Misfit(
        "Error parsing parameter: " + what + " at character " + (at + 1) + " of: " + text);
  }
}
