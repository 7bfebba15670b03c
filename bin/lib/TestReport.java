// SPDX-License-Identifier: Apache-2.0
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Sums up surefire's XML reports for bin/verify. Arguments: one folder per JDK, in it one folder per module. Prints counts
 * per JDK and module, every failure, every test that could not run with its reason, and the total as the last line. Exit
 * code 1 when a test failed or a JDK ran none.
 */
class TestReport {
  private static int passed;
  private static int failed;
  private static int skipped;
  private static final List<String> failures = new ArrayList<>();
  private static final Set<String> notRun = new LinkedHashSet<>();

  public static void main(String[] jdks) throws Exception {
    boolean empty = jdks.length == 0;
    System.out.printf("%-10s %-20s %7s %7s %7s%n", "JDK", "module", "passed", "failed", "skipped");
    for (String jdk : jdks) {
      int before = passed + failed;
      for (Path module : list(Path.of(jdk))) {
        module(Path.of(jdk).getFileName().toString(), module);
      }
      if (passed + failed == before) {
        empty = true;
        failures.add(Path.of(jdk).getFileName() + ": no test ran");
      }
    }
    print("Failed:", failures);
    print(notRun.isEmpty() ? "Could not run: nothing" : "Could not run:", notRun);
    System.out.println();
    System.out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
    System.exit(failed > 0 || empty ? 1 : 0);
  }

  private static void module(String jdk, Path module) throws Exception {
    int[] before = {passed, failed, skipped};
    for (Path report : list(module)) {
      String name = report.getFileName().toString();
      if (name.startsWith("TEST-") && name.endsWith(".xml")) {
        suite(jdk, report.toFile());
      }
    }
    System.out.printf(
        "%-10s %-20s %7d %7d %7d%n",
        jdk, module.getFileName(), passed - before[0], failed - before[1], skipped - before[2]);
  }

  private static void suite(String jdk, File report) throws Exception {
    NodeList cases =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(report)
            .getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      String name = jdk + ": " + test.getAttribute("classname") + "." + test.getAttribute("name");
      Element problem = first(test, "failure", "error");
      Element skip = first(test, "skipped");
      if (problem != null) {
        failed++;
        failures.add(name + ": " + reason(problem));
      } else if (skip != null) {
        skipped++;
        notRun.add(name + ": " + reason(skip));
      } else {
        passed++;
      }
    }
  }

  private static Element first(Element test, String... tags) {
    for (String tag : tags) {
      Element found = (Element) test.getElementsByTagName(tag).item(0);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static String reason(Element element) {
    String message = element.getAttribute("message");
    if (message.isBlank()) {
      message = element.getTextContent();
    }
    return message.isBlank() ? "no reason given" : message.strip().lines().findFirst().orElseThrow();
  }

  private static void print(String title, Iterable<String> lines) {
    boolean any = lines.iterator().hasNext();
    if (any || title.startsWith("Could")) {
      System.out.println();
      System.out.println(title);
    }
    lines.forEach(line -> System.out.println("  " + line));
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }
}
