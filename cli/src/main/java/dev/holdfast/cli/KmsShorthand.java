// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the shorthand of AWS's command: {@code Key=value,Other='a, b',List=[x,y]}. Values can stand
 * in single or double quotes; a backslash takes the next character as it is.
 */
final class KmsShorthand {
  private final String text;
  private int at;

  private KmsShorthand(String text) {
    this.text = text;
  }

  /** Reads {@code k=v,k2=v2}. */
  static Map<String, Object> parse(String text) throws KmsDocument.Misfit {
    KmsShorthand reader = new KmsShorthand(text);
    Map<String, Object> pairs = reader.pairs('\0');
    if (reader.at < text.length()) {
      throw reader.wrong("unexpected " + text.charAt(reader.at));
    }
    return pairs;
  }

  private Map<String, Object> pairs(char end) throws KmsDocument.Misfit {
    Map<String, Object> pairs = new LinkedHashMap<>();
    do {
      String key = word("=");
      if (key.isEmpty() || !accept('=')) {
        throw wrong("expected KEY=VALUE");
      }
      if (pairs.putIfAbsent(key, value(end)) != null) {
        throw wrong("the key " + key + " is there twice");
      }
    } while (accept(','));
    return pairs;
  }

  private Object value(char end) throws KmsDocument.Misfit {
    if (accept('[')) {
      List<Object> list = new ArrayList<>();
      while (!accept(']')) {
        list.add(value(']'));
        if (!accept(',') && !lookingAt(']')) {
          throw wrong("expected , or ]");
        }
      }
      return list;
    }
    if (accept('{')) {
      Map<String, Object> map = pairs('}');
      if (!accept('}')) {
        throw wrong("expected }");
      }
      return map;
    }
    if (lookingAt('\'') || lookingAt('"')) {
      return quoted(text.charAt(at++));
    }
    return word(end == '\0' ? "," : "," + end);
  }

  private String quoted(char quote) throws KmsDocument.Misfit {
    StringBuilder value = new StringBuilder();
    while (!lookingAt(quote)) {
      value.append(character());
    }
    at++;
    return value.toString();
  }

  private String word(String ends) throws KmsDocument.Misfit {
    StringBuilder word = new StringBuilder();
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      word.append(character());
    }
    return word.toString();
  }

  private char character() throws KmsDocument.Misfit {
    if (accept('\\') && at < text.length()) {
      return text.charAt(at++);
    }
    if (at >= text.length()) {
      throw wrong("it ends too soon");
    }
    return text.charAt(at++);
  }

  private boolean lookingAt(char wanted) {
    return at < text.length() && text.charAt(at) == wanted;
  }

  private boolean accept(char wanted) {
    if (lookingAt(wanted)) {
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
