// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of ours run with OpenSC's spy between it and the token, and what it asked the token.
 *
 * @param calls how often each function was called
 */
record Spy(Program program, Map<String, Integer> calls) {
  private static final Pattern CALL = Pattern.compile("(?m)^\\d+: (C_\\w+)$");

  private static Path library() {
    return Stream.of(
            "/usr/lib/x86_64-linux-gnu/pkcs11-spy.so",
            "/usr/lib/x86_64-linux-gnu/pkcs11/pkcs11-spy.so",
            "/usr/lib/aarch64-linux-gnu/pkcs11-spy.so",
            "/usr/lib64/pkcs11/pkcs11-spy.so",
            "/usr/lib/pkcs11/pkcs11-spy.so")
        .map(Path::of)
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() -> new AssertionError("pkcs11-spy.so is missing: apt-get install opensc"));
  }

  /** Runs a class with a main method, which gets a configuration and then {@code arguments}. */
  static Spy on(Fixture fixture, Class<?> main, String... arguments) throws Exception {
    Path log = Files.createTempFile(fixture.folder(), "spy", ".log");
    String text =
        Files.readString(fixture.configuration())
            .replace(fixture.library().toString(), library().toString());
    Path configuration = Files.writeString(fixture.folder().resolve("spied.properties"), text);
    List<String> command =
        new ArrayList<>(
            List.of(
                Program.jdkTool("java"),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                configuration.toString()));
    command.addAll(List.of(arguments));
    Program program =
        Program.run(
                fixture.folder(),
                Map.of(
                    "PKCS11SPY", fixture.library().toString(), "PKCS11SPY_OUTPUT", log.toString()),
                command)
            .requireSuccess();
    Map<String, Integer> calls = new TreeMap<>();
    CALL.matcher(Files.readString(log, StandardCharsets.ISO_8859_1))
        .results()
        .forEach(call -> calls.merge(call.group(1), 1, Integer::sum));
    return new Spy(program, calls);
  }

  /** Which functions this one called more often than another, and how much. */
  Map<String, Integer> moreThan(Spy other) {
    Map<String, Integer> difference = new TreeMap<>();
    calls.forEach(
        (call, count) -> {
          int before = other.calls.getOrDefault(call, 0);
          if (count > before) {
            difference.put(call, count - before);
          }
        });
    // A session that was idle for long, on a busy machine, is asked whether it is still there.
    difference.remove("C_GetSessionInfo");
    return difference;
  }
}
