// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What proofs count, printed and kept for {@code bin/verify} and for people. */
final class Proofs {
  private Proofs() {}

  /** Writes {@code conformance-tests/target/proofs/NAME-jdkN.txt}. */
  static void report(String name, String text) throws IOException {
    Path folder = Program.ROOT.resolve("conformance-tests/target/proofs");
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(name + "-jdk" + Runtime.version().feature() + ".txt"), text);
    System.out.println(text);
  }
}
