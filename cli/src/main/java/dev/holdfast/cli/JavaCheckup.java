// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import dev.holdfast.kms.Finding;
import dev.holdfast.memory.MemoryProtection;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;

/** What Holdfast asks of the Java and the system it runs on. */
final class JavaCheckup {
  /** From here on the JVM warns of native code it was not told of (JEP 472). */
  private static final int WARNS_OF_NATIVE_ACCESS = 24;

  private JavaCheckup() {}

  static List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "Java "
                + System.getProperty("java.version")
                + " ("
                + System.getProperty("java.vendor")
                + ") in "
                + System.getProperty("java.home")
                + "."));
    findings.add(nativeAccess());
    findings.add(registration());
    findings.add(temporaryFolder());
    findings.add(memory());
    return findings;
  }

  private static Finding nativeAccess() {
    boolean told =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(argument -> argument.startsWith("--enable-native-access"));
    if (told || Runtime.version().feature() < WARNS_OF_NATIVE_ACCESS) {
      return Finding.ok("Native libraries may be used without a warning.");
    }
    return Finding.warning(
        "This JVM warns when native libraries are loaded.",
        "Start it with --enable-native-access=ALL-UNNAMED.");
  }

  private static Finding registration() {
    if (Security.getProvider("Holdfast") != null) {
      return Finding.ok("The provider is registered in this Java's java.security.");
    }
    return Finding.ok(
        "The provider is not registered in this Java's java.security; programs that do not add it"
            + " themselves need the line that 'holdfast java-security' prints.");
  }

  /** JNA and SQLite unpack their native libraries there and load them. */
  private static Finding temporaryFolder() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    return Files.isWritable(folder)
        ? Finding.ok("Native libraries can be unpacked in " + folder + ".")
        : Finding.error(
            "Nothing can be written in " + folder + ", where native libraries are unpacked.",
            "Set -Djava.io.tmpdir to a folder that can be written and is not mounted noexec.");
  }

  private static Finding memory() {
    MemoryProtection protection = MemoryProtection.current();
    if (protection.locked() && protection.excludedFromCoreDumps()) {
      return Finding.ok("Unsealed keys lie in memory that is locked and left out of core dumps.");
    }
    return Finding.warning(
        "Memory for unsealed keys is not fully protected: " + protection.reason(),
        "Raise the limit of locked memory: ulimit -l, or LimitMEMLOCK= of the systemd unit.");
  }
}
