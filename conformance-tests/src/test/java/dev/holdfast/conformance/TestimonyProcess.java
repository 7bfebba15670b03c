// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.nio.file.Path;

/** Checks what another JDK did in a vault, and goes on there itself. */
final class TestimonyProcess {
  private TestimonyProcess() {}

  /**
   * Runs.
   *
   * @param arguments the configuration, the other JDK's testimony and what its keys' names begin
   *     with, and the same of this one
   */
  public static void main(String[] arguments) throws Exception {
    Testimony testimony = new Testimony(Path.of(arguments[0]));
    int checked = testimony.check(Path.of(arguments[1]), arguments[2]);
    testimony.makeKeys(arguments[4]);
    testimony.write(Path.of(arguments[3]));
    System.out.println("checked " + checked + " on " + Runtime.version().feature());
  }
}
