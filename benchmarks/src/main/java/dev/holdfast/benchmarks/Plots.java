// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Results as pictures: ratios to one peer in one picture, a bar for each JDK. */
final class Plots {
  private Plots() {}

  /** Writes {@code hsm.svg}, {@code sealed.svg} and {@code tls.svg} into a folder. */
  static void write(Results results, Path folder) throws IOException {
    write(
        results,
        folder.resolve("hsm-sunpkcs11.svg"),
        "Holdfast on SoftHSM2 against SunPKCS11 on the same token, 1 thread",
        target -> target.isDuel() && target.peer().equals("sunpkcs11"));
    write(
        results,
        folder.resolve("hsm-limit.svg"),
        "Holdfast on SoftHSM2 against a loop in C on the same token, 1 thread",
        target -> target.isDuel() && target.peer().equals("c"));
    write(
        results,
        folder.resolve("sealed-jdk.svg"),
        "Sealed keys against plain keys on the JDK's providers, 1 thread",
        target ->
            target.id().startsWith("tls/") || (target.isDuel() && target.peer().equals("jdk")));
    write(
        results,
        folder.resolve("sealed-engine.svg"),
        "Sealed keys against plain keys on the same engine, 1 thread",
        target -> target.isDuel() && target.peer().equals("engine"));
  }

  private static void write(Results results, Path file, String title, Predicate<Target> wanted)
      throws IOException {
    List<BarChart.Bar> bars = new ArrayList<>();
    for (Measured one : results.measured()) {
      Target target = Targets.named(one.target());
      if (one.threads() == 1 && !one.isAbsent() && wanted.test(target)) {
        bars.add(
            new BarChart.Bar(
                target.title(), "JDK " + one.jdk(), one.interval(), target.value(one.jdk())));
      }
    }
    if (!bars.isEmpty()) {
      new BarChart(title, bars).write(file);
    }
  }
}
