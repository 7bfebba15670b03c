// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast java-security}: the line that registers the provider with a JDK. */
@Command(
    name = "java-security",
    description = {
      "Print the line that registers the provider with a Java installation, and where the jars go.",
      "Last is the recommended place: keys of Holdfast find it there too."
    })
final class JavaSecurityCommand extends HoldfastCommand {
  private static final String PREFIX = "security.provider.";

  /** Where the provider stands among the others. */
  enum Position {
    FIRST,
    LAST
  }

  @Option(
      names = "--java-home",
      paramLabel = "DIR",
      description = "The Java installation; default: the one this command runs on.")
  private Path javaHome = Path.of(System.getProperty("java.home"));

  @Option(
      names = "--position",
      defaultValue = "last",
      description = "first or last; default: last.")
  private Position position;

  @Option(
      names = "--write",
      paramLabel = "FILE",
      description = "Write the lines to a new file, for -Djava.security.properties=FILE.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    Properties installed = read();
    List<String> lines = lines(registered(installed));
    boolean extraFile =
        "true".equalsIgnoreCase(installed.getProperty("security.overridePropertiesFile", "true"));
    if (file != null) {
      if (!extraFile) {
        throw new CommandFailure(
            javaSecurity() + " forbids extra files: security.overridePropertiesFile is not true");
      }
      Files.write(file, lines, StandardOpenOption.CREATE_NEW);
    }
    String classPath = ProviderJars.classPath();
    if (json()) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("file", javaSecurity().toString());
      document.put("lines", lines);
      document.put("written", file == null ? null : file.toAbsolutePath().toString());
      document.put("classpath", classPath);
      print(document);
    } else {
      printForPeople(lines, classPath);
    }
    return Main.OK;
  }

  private Path javaSecurity() {
    return javaHome.resolve("conf/security/java.security");
  }

  private Properties read() throws IOException, CommandFailure {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(javaSecurity())) {
      properties.load(in);
    } catch (NoSuchFileException e) {
      throw new CommandFailure(
          javaHome
              + " is no Java installation of release 9 or later: there is no conf/security/java.security",
          e);
    }
    return properties;
  }

  /** The providers the installation has, in their order; Java stops at the first gap, too. */
  private static List<String> registered(Properties properties) {
    List<String> providers = new ArrayList<>();
    for (int n = 1; properties.containsKey(PREFIX + n); n++) {
      providers.add(properties.getProperty(PREFIX + n).strip());
    }
    return providers;
  }

  private static boolean isHoldfast(String provider) {
    return provider.matches("Holdfast(\\s.*)?");
  }

  private List<String> lines(List<String> registered) {
    // A backslash of a Windows path would escape what follows it.
    String own =
        configPath()
            .map(path -> "Holdfast " + path.toString().replace("\\", "\\\\"))
            .orElse("Holdfast");
    List<String> others = registered.stream().filter(name -> !isHoldfast(name)).toList();
    int after = registered.size();
    if (position == Position.LAST
        && (others.size() == after || isHoldfast(registered.get(after - 1)))) {
      return List.of(PREFIX + (others.size() + 1) + "=" + own);
    }
    // There is no inserting and no leaving a gap: whoever moves among the others moves them too.
    List<String> order = new ArrayList<>(others);
    order.add(position == Position.FIRST ? 0 : others.size(), own);
    List<String> lines = new ArrayList<>();
    order.forEach(name -> lines.add(PREFIX + (lines.size() + 1) + "=" + name));
    return lines;
  }

  private void printForPeople(List<String> lines, String classPath) {
    say("# For " + javaSecurity() + ", or for a file given with -Djava.security.properties=FILE:");
    lines.forEach(this::say);
    say("");
    if (file != null) {
      say("# Written to " + file.toAbsolutePath() + "; start Java with");
      say("#   -Djava.security.properties=" + file.toAbsolutePath());
    }
    if (configPath().isEmpty()) {
      say("# No configuration was named, so set HOLDFAST_CONFIG or -Dholdfast.config=FILE.");
    }
    say("# These jars must be on the class path of the system class loader:");
    say("#   " + classPath);
    say(
        "#   Tomcat: CLASSPATH in bin/setenv.sh; your own: java -cp \"$(holdfast classpath):app.jar\"");
    say(
        "#   with the main class (java -jar takes no -cp, and a server's lib folder is not looked at)");
    say(
        "# From Java 24 on add --enable-native-access=ALL-UNNAMED, or it warns of native libraries.");
    say("# keytool and jarsigner need -J--add-modules=java.sql besides.");
  }
}
