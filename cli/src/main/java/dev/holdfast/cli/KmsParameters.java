// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JSONObjectException;
import dev.holdfast.kms.api.Blob;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What stands on the command line for an operation's parameters, as a document: each value by its
 * parameter's type in AWS's forms, which are text, {@code file://}, {@code fileb://}, shorthand,
 * JSON and base64.
 */
final class KmsParameters {
  private final KmsShape shape;
  private final boolean rawText;

  /**
   * @param rawText whether a blob's text is its bytes and not their base64, AWS's {@code
   *     raw-in-base64-out}
   */
  KmsParameters(KmsShape shape, boolean rawText) {
    this.shape = shape;
    this.rawText = rawText;
  }

  /**
   * The document.
   *
   * @param json what {@code --cli-input-json} was given, or null; the options win over it
   * @param options the words of each option that was given; a switch has {@code true} or {@code
   *     false}
   */
  Map<String, Object> document(String json, Map<String, List<String>> options)
      throws KmsDocument.Misfit, IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    if (json != null) {
      document.putAll(object(text(json), "--cli-input-json"));
      if (rawText) {
        takeTextAsBytes(document);
      }
    }
    for (RecordComponent parameter : shape.parameters()) {
      String option = KmsShape.option(parameter);
      List<String> words = options.get(option);
      if (words != null) {
        document.put(
            KmsShape.awsName(parameter.getName()),
            value(parameter.getGenericType(), words, option));
      }
    }
    return document;
  }

  private void takeTextAsBytes(Map<String, Object> document) {
    for (RecordComponent parameter : shape.parameters()) {
      document.computeIfPresent(
          KmsShape.awsName(parameter.getName()),
          (name, value) ->
              parameter.getType() == Blob.class && value instanceof String text
                  ? text.getBytes(StandardCharsets.UTF_8)
                  : value);
    }
  }

  private Object value(Type type, List<String> words, String option)
      throws KmsDocument.Misfit, IOException {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == Map.class
          ? map(one(words, option), option)
          : list(generic.getActualTypeArguments()[0], words, option);
    }
    String word = one(words, option);
    if (type == Blob.class) {
      return blob(word, option);
    }
    String text = text(word);
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    if (type == Integer.class) {
      return integer(text, option);
    }
    return text;
  }

  private static String one(List<String> words, String option) throws KmsDocument.Misfit {
    if (words.size() != 1) {
      throw new KmsDocument.Misfit(option + " takes one value");
    }
    return words.get(0);
  }

  private static Integer integer(String text, String option) throws KmsDocument.Misfit {
    try {
      return Integer.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw new KmsDocument.Misfit(option + " takes a whole number, not " + text);
    }
  }

  private Object blob(String word, String option) throws KmsDocument.Misfit, IOException {
    if (word.startsWith("fileb://")) {
      return Files.readAllBytes(file(word, "fileb://"));
    }
    String text = text(word);
    return rawText ? text.getBytes(StandardCharsets.UTF_8) : KmsDocument.base64(text, option);
  }

  private Map<String, Object> map(String word, String option)
      throws KmsDocument.Misfit, IOException {
    String text = text(word);
    return text.stripLeading().startsWith("{") ? object(text, option) : KmsShorthand.parse(text);
  }

  private List<Object> list(Type element, List<String> words, String option)
      throws KmsDocument.Misfit, IOException {
    List<Object> list = new ArrayList<>();
    for (String word : words) {
      String text = text(word);
      if (text.stripLeading().startsWith("[")) {
        list.addAll(array(text, option));
      } else if (element == String.class) {
        list.add(text);
      } else {
        list.add(map(word, option));
      }
    }
    return list;
  }

  /** The word itself, or what stands in the file it names. */
  static String text(String word) throws KmsDocument.Misfit, IOException {
    if (word.startsWith("fileb://")) {
      throw new KmsDocument.Misfit(word + " is for parameters that take bytes; use file://");
    }
    if (!word.startsWith("file://")) {
      return word;
    }
    Path path = file(word, "file://");
    try {
      return Files.readString(path);
    } catch (CharacterCodingException e) {
      throw new KmsDocument.Misfit(path + " is not text in UTF-8; for bytes use fileb://");
    }
  }

  private static Path file(String word, String prefix) throws FileSystemException {
    String name = word.substring(prefix.length());
    Path path =
        Path.of(name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name);
    if (Files.isDirectory(path)) {
      throw new FileSystemException(name, null, "is a directory");
    }
    return path;
  }

  /** What is said of a file that cannot be read. */
  static String unreadable(IOException failure) {
    return "Unable to load paramfile: " + Failures.message(failure);
  }

  private static Map<String, Object> object(String text, String option) throws KmsDocument.Misfit {
    try {
      return JSON.std.mapFrom(text);
    } catch (IOException e) {
      throw malformed(option, e);
    }
  }

  private static List<Object> array(String text, String option) throws KmsDocument.Misfit {
    try {
      return JSON.std.listFrom(text);
    } catch (IOException e) {
      throw malformed(option, e);
    }
  }

  private static KmsDocument.Misfit malformed(String option, IOException e) {
    String what =
        e instanceof JSONObjectException ? e.getMessage() : String.valueOf(e.getMessage());
    return new KmsDocument.Misfit(
        option + " is not the JSON it should be: " + what.lines().findFirst().orElse(""));
  }
}
