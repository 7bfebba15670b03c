// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A process that may lock nothing, which the one that runs the tests is not. */
class RefusedLockTest {
  @Test
  void refusedLock_isReportedAndMemoryWorks() throws Exception {
    String output = withLimit(0, Child.class);
    assertTrue(output.contains("locked=false"), output);
    assertTrue(output.contains("EPERM") || output.contains("ENOMEM"), output);
    assertTrue(output.contains("ulimit -l") && output.contains("LimitMEMLOCK"), output);
  }

  @Test
  void keptBlocks_giveWayWhereTheLimitIsLow() throws Exception {
    String output = withLimit(2048, Keeping.class);
    assertTrue(output.contains("[locked=true"), output);
  }

  /** What a process prints that may lock that many KiB. */
  private static String withLimit(int kibibytes, Class<?> main) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String command = "ulimit -l " + kibibytes + "; exec \"$0\" -cp \"$1\" \"$2\"";
    // Root may lock without limit: give that capability up where there is setpriv.
    List<String> shell =
        List.of("sh", "-c", command, java, System.getProperty("java.class.path"), main.getName());
    List<String> line = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      line.addAll(List.of("setpriv", "--bounding-set", "-ipc_lock", "--inh-caps", "-ipc_lock"));
    }
    line.addAll(shell);
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  /** Run in the other process. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      try (SecretMemory memory = SecretMemory.copyOf(new byte[] {1, 2, 3})) {
        if (memory.toByteArray()[2] != 3) {
          throw new AssertionError();
        }
      }
      System.out.println(MemoryProtection.current());
    }
  }

  /** Run in the other process: first one large block, which is kept, then a larger one. */
  static final class Keeping {
    private Keeping() {}

    public static void main(String[] args) {
      SecretMemory.allocate(700_000).close();
      SecretMemory.allocate(1_700_000).close();
      System.out.println(MemoryProtection.current());
    }
  }
}
