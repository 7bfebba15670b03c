// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for secrets in files, in every form in which one is likely to be written down. */
final class SecretScanner {
  private static final int WINDOW = 16;

  private final Map<String, byte[]> patterns = new LinkedHashMap<>();
  private long bytes;
  private int files;

  /** Adds a secret of 16 bytes or more; its beginning, middle and end are looked for. */
  void add(String name, byte[] secret) {
    int last = secret.length - WINDOW;
    for (int at : new int[] {0, (last / 2) & ~3, last & ~3}) {
      byte[] window = Arrays.copyOfRange(secret, at, at + WINDOW);
      forms(window).forEach((form, bytes) -> patterns.put(name + "@" + at + " " + form, bytes));
    }
  }

  /** Adds a text, such as a PIN. */
  void addText(String name, String text) {
    patterns.put(name, text.getBytes(StandardCharsets.UTF_8));
    patterns.put(name + " in UTF-16", text.getBytes(StandardCharsets.UTF_16LE));
  }

  /** The forms of a few bytes by name. */
  static Map<String, byte[]> forms(byte[] window) {
    Map<String, byte[]> forms = new LinkedHashMap<>();
    forms.put("raw", window);
    byte[] reversed = new byte[window.length];
    byte[] swapped = new byte[window.length];
    for (int at = 0; at < window.length; at++) {
      reversed[at] = window[window.length - 1 - at];
      swapped[at] = window[at ^ 3];
    }
    forms.put("reversed", reversed);
    forms.put("word-swapped", swapped);
    forms.put("hex", ascii(HexFormat.of().formatHex(window)));
    forms.put("HEX", ascii(HexFormat.of().withUpperCase().formatHex(window)));
    forms.put("hex:colons", ascii(HexFormat.ofDelimiter(":").formatHex(window)));
    for (int skip = 0; skip < 3; skip++) {
      // In the middle of a text, base64 begins at one of three places.
      int length = (window.length - skip) / 3 * 3;
      byte[] part = Arrays.copyOfRange(window, skip, skip + length);
      forms.put("base64+" + skip, Base64.getEncoder().encode(part));
      forms.put("base64url+" + skip, Base64.getUrlEncoder().encode(part));
    }
    return forms;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** What was found in the files of a folder and below, by pattern and file. */
  List<String> scan(Path folder) throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        byte[] content = Files.readAllBytes(file);
        bytes += content.length;
        files++;
        patterns.forEach(
            (name, pattern) -> {
              if (contains(content, pattern)) {
                found.add(name + " in " + file);
              }
            });
      }
    }
    return found;
  }

  private static boolean contains(byte[] content, byte[] pattern) {
    for (int at = 0; at <= content.length - pattern.length; at++) {
      if (content[at] == pattern[0]
          && Arrays.equals(content, at, at + pattern.length, pattern, 0, pattern.length)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return patterns.size() + " patterns, " + files + " files, " + bytes + " bytes";
  }
}
