// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.testing.Libraries;
import dev.holdfast.testing.SpyLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A program of ours run with OpenSC's spy between it and the token, and what it asked the token.
 *
 * @param calls how often each function was called
 */
record Spy(Program program, Map<String, Integer> calls) {
  /** Runs a class with a main method, which gets a configuration and then {@code arguments}. */
  static Spy on(Fixture fixture, Class<?> main, String... arguments) throws Exception {
    Path log = Files.createTempFile(fixture.folder(), "spy", ".log");
    String text =
        Files.readString(fixture.configuration())
            .replace(fixture.library().toString(), Libraries.spy().toString());
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
        Program.run(fixture.folder(), SpyLog.environment(fixture.library(), log), command)
            .requireSuccess();
    byte[] written = Files.readAllBytes(log);
    return new Spy(program, SpyLog.calls(written, 0, written.length));
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
