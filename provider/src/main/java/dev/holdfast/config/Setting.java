// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One line of a configuration: a name, its value and where they stand.
 *
 * @param source the file, or empty for text read from a stream
 * @param line the line's number, from 1
 */
record Setting(String name, String value, Optional<Path> source, int line) {
  /** Where the setting stands, for messages. Never the value, which can be a PIN. */
  String place() {
    return source.map(Path::toString).orElse("the configuration read from a stream")
        + ", line "
        + line
        + ": "
        + name;
  }

  ConfigurationException wrong(String why) {
    return new ConfigurationException(place() + ": " + why);
  }

  /** A path in the value: relative to the file, or to the working directory without one. */
  Path resolve(String path) {
    Path given = Path.of(path);
    return source
        .map(Path::toAbsolutePath)
        .map(Path::getParent)
        .map(folder -> folder.resolve(given))
        .orElse(given)
        .toAbsolutePath()
        .normalize();
  }

  @Override
  public String toString() {
    return place();
  }
}
