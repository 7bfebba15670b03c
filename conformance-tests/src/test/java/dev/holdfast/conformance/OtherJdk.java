// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * The JDK that the tests run on next: for JDK 17 the newest there is, for a newer one JDK 17. It is
 * the one that {@code bin/verify} names, or else stands beside the JDK that runs the tests.
 */
record OtherJdk(Path home, int release) {
  private static final int OLDEST = 17;

  static Optional<OtherJdk> find() throws IOException {
    String named = System.getProperty("holdfast.otherJdk", "");
    if (!named.isEmpty()) {
      return Optional.of(new OtherJdk(Path.of(named), release(Path.of(named))));
    }
    int here = Runtime.version().feature();
    return beside(Path.of(System.getProperty("java.home"))).stream()
        .filter(jdk -> here == OLDEST ? jdk.release() > OLDEST : jdk.release() == OLDEST)
        .max(Comparator.comparingInt(OtherJdk::release));
  }

  private static List<OtherJdk> beside(Path home) throws IOException {
    Path folder = home.toRealPath().getParent();
    try (Stream<Path> homes = Files.list(folder)) {
      return homes
          .filter(each -> Files.isExecutable(each.resolve("bin/java")))
          .map(each -> new OtherJdk(each, release(each)))
          .toList();
    }
  }

  /** What the file {@code release} says that every JDK has; 0 without one. */
  private static int release(Path home) {
    Path file = home.resolve("release");
    if (!Files.exists(file)) {
      return 0;
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new AssertionError(file + " cannot be read", e);
    }
    String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
    return version.isEmpty() ? 0 : Runtime.Version.parse(version).feature();
  }

  /** A program of the JDK. */
  String tool(String name) {
    return home.resolve("bin").resolve(name).toString();
  }
}
