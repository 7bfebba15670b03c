// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One vault that JDK 17 and a newer one use in turn: neither may mind what the other made. */
class TwoJdksTest {
  @Test
  void whatOneMakes_theOtherUses() throws Exception {
    Optional<OtherJdk> found = OtherJdk.find();
    assumeTrue(
        found.isPresent(),
        "There is no other JDK beside this one: one of 17 and one later, or holdfast.otherJdk");
    OtherJdk other = found.get();
    try (Fixture fixture = Fixture.of(Backend.SEALED)) {
      Path ours = fixture.folder().resolve("ours");
      Path theirs = fixture.folder().resolve("theirs");
      Testimony before = new Testimony(fixture.configuration());
      before.makeKeys("ours");
      before.write(ours);
      fixture.reopen();
      List<String> command =
          List.of(
              other.tool("java"),
              "--enable-native-access=ALL-UNNAMED",
              "-XX:TieredStopAtLevel=1",
              "-XX:+UseSerialGC",
              "-cp",
              System.getProperty("java.class.path"),
              TestimonyProcess.class.getName(),
              fixture.configuration().toString(),
              ours.toString(),
              "ours",
              theirs.toString(),
              "theirs");
      Program program = Program.run(fixture.folder(), Map.of(), command).requireSuccess();
      Testimony after = new Testimony(fixture.configuration());
      // Of all its keys and of ours.
      int checked = after.check(theirs, "theirs", "ours");
      assertEquals(
          "checked " + checked / 2 + " on " + other.release(),
          program.output().strip(),
          command::toString);
    }
  }
}
