// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.testing.Libraries;
import dev.holdfast.testing.SpyLog;
import dev.holdfast.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts PKCS #11 calls per operation, with OpenSC's {@code pkcs11-spy.so} between contender and
 * token. What a few operations call is taken from what many call, so that logging in, opening
 * sessions and finding the key do not count.
 */
final class CallCount {
  static final List<Work> WORKS =
      List.of(
          Work.RSA_2048_SIGN,
          Work.ECDSA_P256_SIGN,
          Work.GCM_16,
          Work.GCM_16K,
          Work.CBC_1K,
          Work.RSA_2048_DECRYPT,
          Work.HMAC_32);

  private static final int FEW = 5;
  private static final int MANY = 25;

  private CallCount() {}

  /**
   * Calls per operation of one contender, by work; what it does not offer is left out. Starts a
   * process of its own, since the spy reads its environment when it is loaded.
   *
   * @param contender {@code hsm} or {@code sunpkcs11}
   */
  static Map<Work, Map<String, Double>> of(String contender, Path java)
      throws IOException, InterruptedException {
    Path log = Files.createTempFile("holdfast-spy", ".log");
    try {
      List<String> command = Programs.java(java, List.of());
      command.addAll(List.of("spied", contender, log.toString()));
      Tool.run(command, SpyLog.environment(Libraries.softHsm(), log));
      return read(log);
    } finally {
      Files.deleteIfExists(log);
      Files.deleteIfExists(marks(log));
    }
  }

  /** The child's part: operations, and beside the log how long it was before and after them. */
  static void run(String name, Path log) throws Exception {
    try (Workshop workshop = new Workshop()) {
      Contenders contenders = new Contenders(workshop);
      Contender contender =
          name.equals("hsm")
              ? contenders.holdfast(name, workshop.hsm(Libraries.spy()), false)
              : contenders.sunPkcs11(name, Libraries.spy());
      List<String> marks = new ArrayList<>();
      for (Work work : WORKS) {
        Optional<Operation> operation = contender.operation(work);
        if (operation.isPresent()) {
          long start = Files.size(log);
          repeat(operation.get(), FEW);
          long middle = Files.size(log);
          repeat(operation.get(), MANY);
          marks.add(work.id() + " " + start + " " + middle + " " + Files.size(log));
        }
      }
      Files.write(marks(log), marks);
    }
  }

  private static void repeat(Operation operation, int times) throws Exception {
    for (int i = 0; i < times; i++) {
      operation.run();
    }
  }

  private static Path marks(Path log) {
    return log.resolveSibling(log.getFileName() + ".marks");
  }

  private static Map<Work, Map<String, Double>> read(Path log) throws IOException {
    byte[] text = Files.readAllBytes(log);
    Map<Work, Map<String, Double>> found = new LinkedHashMap<>();
    for (String mark : Files.readAllLines(marks(log))) {
      String[] parts = mark.split(" ", -1);
      int start = Integer.parseInt(parts[1]);
      int middle = Integer.parseInt(parts[2]);
      int end = Integer.parseInt(parts[3]);
      Map<String, Integer> few = SpyLog.calls(text, start, middle);
      Map<String, Double> each = new LinkedHashMap<>();
      SpyLog.calls(text, middle, end)
          .forEach(
              (call, count) -> {
                double per = (count - few.getOrDefault(call, 0)) / (double) (MANY - FEW);
                if (per != 0) {
                  each.put(call, per);
                }
              });
      found.put(Work.named(parts[0]), each);
    }
    return found;
  }
}
