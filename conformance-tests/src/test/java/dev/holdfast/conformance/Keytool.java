// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The JDK's own keytool and jarsigner, with the provider given on their command line. */
final class Keytool {
  private final Path folder;
  private final String keyStore;
  private String pin;

  private Keytool(Path folder, String keyStore, String pin) {
    this.folder = folder;
    this.keyStore = keyStore;
    this.pin = pin;
  }

  static Keytool on(Fixture fixture) {
    return new Keytool(fixture.folder(), fixture.configuration().toString(), fixture.pin());
  }

  /** What the JVM inside either tool needs: the jars, and the module keytool does not ask for. */
  static List<String> jvm() throws IOException {
    return List.of(
        "-J-cp",
        "-J" + Program.classPath(),
        "-J--add-modules=java.sql",
        "-J-XX:TieredStopAtLevel=1",
        "-J-XX:+UseSerialGC",
        "-J--enable-native-access=ALL-UNNAMED");
  }

  void usePin(String newPin) {
    pin = newPin;
  }

  /** Runs a verb on the fixture's key store. */
  Program run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Program.jdkTool("keytool"));
    command.addAll(jvm());
    command.addAll(onKeyStore(arguments));
    return Program.run(folder, Map.of(), command);
  }

  /** A verb's arguments, and those that say which key store. */
  List<String> onKeyStore(String... arguments) {
    List<String> command = new ArrayList<>(withProvider(arguments));
    command.addAll(List.of("-keystore", keyStore, "-storetype", "Holdfast", "-storepass", pin));
    return command;
  }

  /** A verb's arguments, and the one that says where our provider is. */
  static List<String> withProvider(String... arguments) {
    List<String> command = new ArrayList<>(Arrays.asList(arguments));
    command.addAll(List.of("-providerclass", "dev.holdfast.HoldfastProvider"));
    return command;
  }

  /**
   * Runs several commands one after the other in one JVM.
   *
   * @param commands the arguments of each
   * @param typed what each of them is given as standard input
   */
  List<Program> runAll(List<List<String>> commands, String typed)
      throws IOException, InterruptedException {
    Path script = folder.resolve("keytool-commands");
    Files.write(
        script,
        commands.stream().map(each -> String.join(KeytoolProcess.SEPARATOR, each)).toList());
    List<String> java =
        List.of(
            Program.jdkTool("java"),
            "--enable-native-access=ALL-UNNAMED",
            "--add-exports=java.base/sun.security.tools.keytool=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            KeytoolProcess.class.getName(),
            script.toString(),
            typed);
    Program all = Program.run(folder, Map.of(), java).requireSuccess();
    List<Program> each = new ArrayList<>();
    StringBuilder output = new StringBuilder();
    for (String line : all.output().lines().toList()) {
      if (line.startsWith(KeytoolProcess.END)) {
        int code = Integer.parseInt(line.substring(KeytoolProcess.END.length()));
        each.add(new Program(commands.get(each.size()), code, output.toString()));
        output.setLength(0);
      } else {
        output.append(line).append('\n');
      }
    }
    assertEquals(commands.size(), each.size(), all::toString);
    return each;
  }

  /** Makes a key pair in the fixture's backend, named and not imported. */
  Program generate(String alias, String host, String... kind)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-providerName",
                "Holdfast",
                "-alias",
                alias,
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keypass",
                pin));
    arguments.addAll(Arrays.asList(kind));
    return run(arguments.toArray(new String[0])).requireSuccess();
  }
}
