// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Done means 3: the README's walk through envelope encryption, as it stands there. */
class ReadmeWalkTest {
  private static final Pattern WALK =
      Pattern.compile("<!-- walk -->\\n```\\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @EnumSource(names = {"SEALED", "VAULT_ON_HSM"})
  void walk_doesWhatTheReadmeSays(Backend backend) throws Exception {
    Matcher walk = WALK.matcher(Files.readString(Program.ROOT.resolve("README.md")));
    assertTrue(walk.find(), "README.md has no walk");
    try (Fixture fixture = Fixture.of(backend)) {
      Path folder = Files.createDirectory(fixture.folder().resolve("walk"));
      Files.writeString(folder.resolve("letter.txt"), "Dear reader,\n");
      String script =
          "set -euo pipefail\nbin_holdfast() { \"$JAVA\" --enable-native-access=ALL-UNNAMED"
              + " -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp \"$CLASSES\""
              + " dev.holdfast.cli.Main \"$@\"; }\n"
              + walk.group(1).replace("bin/holdfast", "bin_holdfast");
      Files.writeString(folder.resolve("walk.sh"), script);
      Program.run(
              folder,
              Map.of(
                  "JAVA",
                  Program.jdkTool("java"),
                  "CLASSES",
                  System.getProperty("java.class.path"),
                  "HOLDFAST_CONFIG",
                  fixture.configuration().toString()),
              List.of("bash", "walk.sh"))
          .requireSuccess();
      String letter = Files.readString(folder.resolve("letter.txt"));
      for (String copy : List.of("letter.again", "letter.copy")) {
        assertEquals(letter, Files.readString(folder.resolve(copy)), copy);
      }
      String sealed =
          new String(
              Files.readAllBytes(folder.resolve("letter.enc")),
              java.nio.charset.StandardCharsets.ISO_8859_1);
      assertTrue(!sealed.contains("Dear reader"), "letter.enc is readable");
    }
  }
}
