// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands of keytool that run one after the other in one JVM, by what a test calls them. */
final class KeytoolScript {
  /** The password of key stores that are not ours. */
  static final String FILE_PASSWORD = "changeit";

  private static final String[] MADE_HERE = {"-providerName", "Holdfast", "-keypass"};

  private final Fixture fixture;
  private final Keytool keytool;
  private final Map<String, List<String>> commands = new LinkedHashMap<>();

  KeytoolScript(Fixture fixture) {
    this.fixture = fixture;
    this.keytool = Keytool.on(fixture);
  }

  /** A verb on our key store. */
  KeytoolScript on(String name, String... arguments) {
    return command(name, keytool.onKeyStore(arguments));
  }

  /** A verb that needs no key store. */
  KeytoolScript without(String name, String... arguments) {
    return command(name, List.of(arguments));
  }

  private KeytoolScript command(String name, List<String> command) {
    assertEquals(null, commands.put(name, command), name + " twice");
    return this;
  }

  KeytoolScript generate(String alias, String... kind) {
    List<String> command =
        new ArrayList<>(List.of("-genkeypair", "-alias", alias, "-dname", "CN=" + alias));
    command.addAll(Arrays.asList(MADE_HERE));
    command.add(fixture.pin());
    command.addAll(Arrays.asList(kind));
    return on("make " + alias, command.toArray(new String[0]));
  }

  KeytoolScript secret(String alias, String algorithm, String bits) {
    List<String> command =
        new ArrayList<>(List.of("-genseckey", "-alias", alias, "-keyalg", algorithm));
    command.addAll(List.of("-keysize", bits));
    command.addAll(Arrays.asList(MADE_HERE));
    command.add(fixture.pin());
    return on("make " + alias, command.toArray(new String[0]));
  }

  Outcomes run() throws Exception {
    List<Program> programs = keytool.runAll(List.copyOf(commands.values()), "secret\nsecret\n");
    Map<String, Program> outcomes = new LinkedHashMap<>();
    for (String name : commands.keySet()) {
      outcomes.put(name, programs.get(outcomes.size()));
    }
    return new Outcomes(outcomes);
  }

  record Outcomes(Map<String, Program> programs) {
    void succeeds(String name, String... texts) {
      Program program = programs.get(name).requireSuccess();
      for (String text : texts) {
        assertTrue(program.output().contains(text), () -> name + ": " + program);
      }
    }

    void isRefused(String name, String text) {
      Program program = programs.get(name);
      assertEquals(1, program.exitCode(), () -> name + ": " + program);
      assertTrue(program.output().contains(text), () -> name + ": " + program);
    }
  }

  /** A key store as keytool's command line names it. */
  record Store(String file, String type, String password) {
    static Store of(Fixture fixture) {
      return new Store(fixture.configuration().toString(), "Holdfast", fixture.pin());
    }

    static Store file(String name, String type) {
      return new Store(name, type, FILE_PASSWORD);
    }
  }

  /** Imports the entries of one key store into another. */
  KeytoolScript move(String name, Store from, Store to, String... rest) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-importkeystore",
                "-noprompt",
                "-srckeystore",
                from.file(),
                "-srcstoretype",
                from.type(),
                "-srcstorepass",
                from.password(),
                "-destkeystore",
                to.file(),
                "-deststoretype",
                to.type(),
                "-deststorepass",
                to.password()));
    arguments.addAll(Arrays.asList(rest));
    return command(name, Keytool.withProvider(arguments.toArray(new String[0])));
  }
}
