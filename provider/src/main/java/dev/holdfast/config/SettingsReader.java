// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * Reads properties text into {@link Setting}s that know their line, and follows {@code include}.
 *
 * <p>The format is that of {@link Properties}, in UTF-8, with one addition: white space and {@code
 * #} begin a comment at the end of a line too. A setting of the including file wins over the
 * included.
 */
final class SettingsReader {
  private static final int DEEPEST_INCLUDE = 8;

  private final Map<String, Setting> settings = new LinkedHashMap<>();

  static Map<String, Setting> ofFile(Path file) throws ConfigurationException {
    SettingsReader reader = new SettingsReader();
    reader.readFile(file, 0);
    return reader.settings;
  }

  static Map<String, Setting> ofText(byte[] text) throws ConfigurationException {
    SettingsReader reader = new SettingsReader();
    reader.readText(new String(text, StandardCharsets.UTF_8), Optional.empty(), 0);
    return reader.settings;
  }

  private void readFile(Path file, int depth) throws ConfigurationException {
    if (depth > DEEPEST_INCLUDE) {
      throw new ConfigurationException(
          file
              + ": more than "
              + DEEPEST_INCLUDE
              + " files include each other; is there a circle?");
    }
    if (FilePermissions.othersMayWrite(file)) {
      throw new ConfigurationException(
          file
              + " may be written by others than its owner. It names native libraries, so it is"
              + " trusted like code: run chmod go-w on it");
    }
    try {
      readText(Files.readString(file), Optional.of(file), depth);
    } catch (IOException e) {
      throw new ConfigurationException("The configuration " + file + " cannot be read", e);
    }
  }

  private void readText(String text, Optional<Path> source, int depth)
      throws ConfigurationException {
    Map<String, Setting> own = new LinkedHashMap<>();
    List<String> lines = text.lines().toList();
    for (int at = 0; at < lines.size(); at++) {
      int first = at;
      StringBuilder logical = new StringBuilder(lines.get(at).strip());
      while (endsWithOddBackslashes(logical) && at + 1 < lines.size()) {
        logical.setLength(logical.length() - 1);
        logical.append(lines.get(++at).strip());
      }
      addLine(own, logical.toString(), source, first + 1);
    }
    Setting include = own.remove("include");
    own.forEach(settings::putIfAbsent);
    if (include != null) {
      readFile(include.resolve(include.value()), depth + 1);
    }
  }

  private static void addLine(
      Map<String, Setting> own, String line, Optional<Path> source, int number)
      throws ConfigurationException {
    if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
      return;
    }
    Properties parsed = new Properties();
    try {
      parsed.load(new StringReader(withoutComment(line)));
    } catch (IOException e) {
      throw new UncheckedIOException("Reading from a string", e);
    } catch (IllegalArgumentException e) {
      throw new Setting(line.split("[=:\\s]", 2)[0], "", source, number)
          .wrong("has a malformed \\u escape; write a backslash as \\\\");
    }
    String name = parsed.stringPropertyNames().iterator().next();
    Setting setting = new Setting(name, parsed.getProperty(name).strip(), source, number);
    if (setting.value().indexOf('\0') >= 0) {
      throw setting.wrong("has the character \\u0000, which no path and no name can have");
    }
    Setting earlier = own.putIfAbsent(name, setting);
    if (earlier != null) {
      throw setting.wrong("is set already in line " + earlier.line());
    }
  }

  private static String withoutComment(String line) {
    for (int at = 1; at < line.length(); at++) {
      if (line.charAt(at) == '#' && Character.isWhitespace(line.charAt(at - 1))) {
        return line.substring(0, at);
      }
    }
    return line;
  }

  private static boolean endsWithOddBackslashes(StringBuilder line) {
    if (line.length() > 0 && line.charAt(0) == '#') {
      return false;
    }
    int count = 0;
    while (count < line.length() && line.charAt(line.length() - 1 - count) == '\\') {
      count++;
    }
    return count % 2 == 1;
  }
}
