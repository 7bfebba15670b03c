// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The jars a program needs to use the provider, without those that only this command needs. */
final class ProviderJars {
  private static final String PROPERTY = "holdfast.classpath.file";

  private ProviderJars() {}

  /** The provider's run-time class path, which the build has written into a file. */
  static String classPath() throws CommandFailure {
    String file = System.getProperty(PROPERTY);
    if (file == null) {
      throw new CommandFailure(
          "the class path is not known, since the system property "
              + PROPERTY
              + " is not set; start the command as bin/holdfast");
    }
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      throw new CommandFailure(
          "the class path cannot be read; delete " + file + " and start bin/holdfast again", e);
    }
  }
}
