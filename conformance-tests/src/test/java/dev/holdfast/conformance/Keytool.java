// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.io.IOException;
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
    command.addAll(Arrays.asList(arguments));
    command.addAll(
        List.of(
            "-providerclass",
            "dev.holdfast.HoldfastProvider",
            "-keystore",
            keyStore,
            "-storetype",
            "Holdfast",
            "-storepass",
            pin));
    return Program.run(folder, Map.of(), command);
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
