// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.testing.Libraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Tokens of NSS's softokn, a database each. The module knows one database per process, so each
 * token has a copy of the library, which keeps globals of its own.
 */
final class Nss {
  private static final String LIBRARY = "libsoftokn3.so";

  private Nss() {}

  /** Makes a token in a folder of its own below another. */
  static TestToken newToken(Path parent) throws IOException, InterruptedException {
    Path folder = Files.createDirectory(parent.resolve("nss"));
    Path pin = Files.writeString(folder.resolve("new-pin"), TestToken.PIN);
    Program.run("certutil", "-N", "-d", "sql:" + folder, "-f", pin.toString()).requireSuccess();
    Files.delete(pin);
    Path copy = Files.copy(Libraries.softokn(), folder.resolve(LIBRARY));
    String label = "nss" + UUID.randomUUID().toString().substring(0, 8);
    String initArgs =
        "configdir='sql:%s' certPrefix='' keyPrefix='' secmod='' dbTokenDescription='%s' flags=noModDB"
            .formatted(folder, label);
    return new TestToken(copy, label, Optional.of(initArgs), () -> delete(folder));
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }
}
