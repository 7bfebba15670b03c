// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    List<String> others = registered();
    List<String> lines = lines(others);
    if (file != null) {
      Files.write(file, lines, java.nio.file.StandardOpenOption.CREATE_NEW);
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

  /** The providers the installation has, in their order. */
  private List<String> registered() throws IOException, CommandFailure {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(javaSecurity())) {
      properties.load(in);
    } catch (java.nio.file.NoSuchFileException e) {
      throw new CommandFailure(
          javaHome
              + " is no Java installation of release 9 or later: there is no conf/security/java.security",
          e);
    }
    List<String> providers = new ArrayList<>();
    for (int n = 1; properties.containsKey(PREFIX + n); n++) {
      providers.add(properties.getProperty(PREFIX + n).strip());
    }
    return providers.stream().filter(name -> !name.matches("Holdfast(\\s.*)?")).toList();
  }

  private List<String> lines(List<String> others) {
    String own = configPath().map(path -> "Holdfast " + path).orElse("Holdfast");
    List<String> lines = new ArrayList<>();
    if (position == Position.LAST) {
      lines.add(PREFIX + (others.size() + 1) + "=" + own);
      return lines;
    }
    // There is no inserting: whoever is to be first moves all the others.
    lines.add(PREFIX + "1=" + own);
    for (String other : others) {
      lines.add(PREFIX + (lines.size() + 1) + "=" + other);
    }
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
        "#   Tomcat: CLASSPATH in bin/setenv.sh; Spring Boot: -Dloader.path with PropertiesLauncher,");
    say("#   or java -cp \"$(holdfast classpath):app.jar\"; others: -cp or CLASSPATH");
    say(
        "# From Java 24 on add --enable-native-access=ALL-UNNAMED, or it warns of native libraries.");
    say("# keytool and jarsigner need -J--add-modules=java.sql besides.");
  }
}
