// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import dev.holdfast.testing.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.conscrypt.Conscrypt;

/** What the figures were measured on, to stand beside them. */
final class Machine {
  private static final int OLDEST = 17;

  private Machine() {}

  /** Processor, system, libraries, commit and date. */
  static Map<String, Object> describe(List<Path> jdks) throws IOException, InterruptedException {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("date", Instant.now().truncatedTo(ChronoUnit.MINUTES).toString());
    machine.put("commit", said("git", "rev-parse", "--short", "HEAD"));
    machine.put("processor", processor());
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("system", system());
    List<String> versions = new ArrayList<>();
    for (Path jdk : jdks) {
      versions.add(release(jdk, "IMPLEMENTOR") + " " + release(jdk, "JAVA_VERSION"));
    }
    machine.put("jdks", versions);
    machine.put("softhsm", said("softhsm2-util", "--version"));
    machine.put("openssl", said("openssl", "version"));
    machine.put(
        "peers",
        List.of(
            peer(new BouncyCastleProvider()),
            peer(AmazonCorrettoCryptoProvider.INSTANCE),
            "Conscrypt "
                + Conscrypt.version().major()
                + "."
                + Conscrypt.version().minor()
                + "."
                + Conscrypt.version().patch()));
    machine.put("load", Files.readString(Path.of("/proc/loadavg")).split(" ", -1)[0]);
    return machine;
  }

  private static String peer(Provider provider) {
    return provider.getName() + " " + provider.getVersionStr();
  }

  private static String processor() throws IOException {
    return Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 2))
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }

  private static String system() throws IOException {
    return Files.readAllLines(Path.of("/etc/os-release")).stream()
        .filter(line -> line.startsWith("PRETTY_NAME="))
        .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
        .findFirst()
        .orElse(System.getProperty("os.name"));
  }

  private static String said(String... command) throws InterruptedException {
    try {
      return Tool.run(List.of(command), Map.of());
    } catch (IOException e) {
      return "unknown";
    }
  }

  /** The feature release of a JDK, 0 if the folder holds none. */
  static int feature(Path jdk) throws IOException {
    String version = release(jdk, "JAVA_VERSION");
    return version.isEmpty() ? 0 : Integer.parseInt(version.split("[.+-]", 2)[0]);
  }

  private static String release(Path jdk, String key) throws IOException {
    Path file = jdk.resolve("release");
    if (!Files.exists(file) || !Files.exists(jdk.resolve("bin/java"))) {
      return "";
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(key + "="))
        .map(line -> line.substring(key.length() + 1).replace("\"", ""))
        .findFirst()
        .orElse("");
  }

  /** A JDK 17 and the newest later one, where {@code bin/verify} looks for them too. */
  static List<Path> jdks() throws IOException {
    Map<Integer, Path> found = new TreeMap<>();
    found.put(Runtime.version().feature(), Path.of(System.getProperty("java.home")));
    Path folder = Path.of("/usr/lib/jvm");
    if (Files.isDirectory(folder)) {
      try (Stream<Path> homes = Files.list(folder)) {
        for (Path home : homes.toList()) {
          if (feature(home) >= OLDEST) {
            found.putIfAbsent(feature(home), home.toRealPath());
          }
        }
      }
    }
    List<Path> all = new ArrayList<>(found.values());
    return all.size() < 2 ? all : List.of(all.get(0), all.get(all.size() - 1));
  }
}
