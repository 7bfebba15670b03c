// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/** Ways to register the provider by configuration alone, as an extra java.security file. */
enum Registration {
  FIRST,
  LAST;

  /** Writes the file for {@code -Djava.security.properties} of a JVM like this one. */
  Path write(Path file, Path configuration) throws IOException {
    List<String> names = new ArrayList<>();
    for (Provider provider : Security.getProviders()) {
      if (!provider.getName().equals("Holdfast")) {
        names.add(provider.getName());
      }
    }
    names.add(this == FIRST ? 0 : names.size(), "Holdfast " + configuration);
    List<String> lines = new ArrayList<>();
    for (String name : names) {
      lines.add("security.provider." + (lines.size() + 1) + "=" + name);
    }
    return Files.write(file, lines);
  }
}
