// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.kms;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/**
 * Who is making a key, so that whoever finds it half made can tell whether its maker still lives.
 *
 * <p>The mark is host, process id and the process's start time. On another host nothing can be said
 * of a process; there an hour without an end counts as dead.
 */
final class Maker {
  private static final Duration LONGEST_CREATION = Duration.ofHours(1);
  private static final String HOST = host();

  private Maker() {}

  static String self() {
    ProcessHandle self = ProcessHandle.current();
    return HOST + "/" + self.pid() + "/" + startOf(self);
  }

  static boolean isDead(String mark, Instant created, Instant now) {
    String[] parts = mark.split("/", -1);
    if (parts.length != 3 || !parts[0].equals(HOST) || !parts[1].matches("\\d{1,18}")) {
      return created.plus(LONGEST_CREATION).isBefore(now);
    }
    return ProcessHandle.of(Long.parseLong(parts[1]))
        .map(process -> startOf(process) != Long.parseLong(parts[2]))
        .orElse(true);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  /** The machine's id, which unlike its name is not shared by containers made from one image. */
  private static String host() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + pidNamespace();
    } catch (IOException e) {
      return "unknown";
    }
  }

  private static String pidNamespace() throws IOException {
    return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString().replaceAll("\\D", "-");
  }
}
