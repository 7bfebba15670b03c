// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A token that derives no keys encrypts messages itself, by random nonces that are counted. */
class CountedMessagesTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({"ALL, 1", "'CKM_AES_KEY_GEN,CKM_AES_GCM', 2"})
  void messages_areMadeAsTheTokenCan(String mechanisms, int form) throws Exception {
    try (Fixture fixture = Fixture.of(Backend.VAULT_ON_HSM)) {
      Path conf = fixture.folder().resolve("softhsm2.conf");
      String ours = Files.readString(Path.of(System.getenv("SOFTHSM2_CONF")));
      Files.writeString(conf, ours + "slots.mechanisms = " + mechanisms + "\n");
      Map<String, String> environment = new HashMap<>(System.getenv());
      environment.put("SOFTHSM2_CONF", conf.toString());
      List<String> command =
          new ArrayList<>(
              Program.java(
                  "-cp",
                  System.getProperty("java.class.path"),
                  CountedMessagesProcess.class.getName(),
                  fixture.configuration().toString()));
      Program run = Program.run(fixture.folder(), environment, command);
      run.requireSuccess();
      Map<String, Long> lines =
          run.output().lines().collect(Collectors.groupingBy(line -> line, Collectors.counting()));
      assertEquals(2, lines.remove("form " + form + " opens"), run.output());
      assertEquals(List.of("InvalidCiphertextException"), List.copyOf(lines.keySet()));
    }
  }
}
