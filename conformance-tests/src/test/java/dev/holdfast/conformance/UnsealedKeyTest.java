// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Row A12: a sealed key is unsealed for a use and not beyond it. */
class UnsealedKeyTest {
  /**
   * A dump of the heap's reachable objects. Unreachable copies that the JDK's ciphers made lie
   * there until the collector overwrites them, as README's section Security says. The collector
   * leaves a region with few dead objects as it is, and the dump then has their bytes as a
   * filler's: it is told to compact every region.
   */
  @Test
  void A12_betweenUses_theHeapHoldsNoKey_andThePageOfTheRootKeyIsLocked() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.SEALED)) {
      Path configuration = fixture.folder().resolve("no-lease.properties");
      Files.writeString(configuration, "include = " + fixture.configuration() + "\nlease = 0\n");
      List<String> command =
          Program.java(
              "-Xmx64m",
              "-XX:MarkSweepDeadRatio=0",
              "-cp",
              System.getProperty("java.class.path"),
              UnsealedKeyProcess.class.getName(),
              configuration.toString(),
              fixture.folder().toString());
      Program run = Program.run(fixture.folder(), System.getenv(), command).requireSuccess();
      List<String> said = run.output().lines().toList();
      assertTrue(said.contains("between calls: 0"), run.output());
      assertTrue(said.contains("planted: 1"), run.output());
      assertTrue(said.contains("locked and not dumped"), run.output());
    }
  }
}
