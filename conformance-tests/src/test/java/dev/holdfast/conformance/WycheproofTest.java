// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file of test vectors that lies in the folder of the system property {@code
 * holdfast.wycheproof}, on every backend. A file of an unknown schema is counted and not run; what
 * Holdfast has promised ({@link Promises}) is run, or the test fails.
 */
class WycheproofTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final Path FOLDER =
      Path.of(System.getProperty("holdfast.wycheproof")).toAbsolutePath().normalize();
  private static final String NONE = "no file";
  private static final VectorTally TALLY = new VectorTally();

  static Stream<Arguments> files() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return Stream.of(Arguments.of(NONE, Backend.SEALED));
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList()
          .stream()
          .flatMap(name -> Stream.of(Backend.values()).map(each -> Arguments.of(name, each)));
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("files")
  void vectors_areServedOrRefusedAsTheySay(String name, Backend backend) throws Exception {
    assumeTrue(
        !name.equals(NONE),
        () ->
            "no Wycheproof vectors in "
                + FOLDER
                + ": get testvectors_v1 of https://github.com/C2SP/wycheproof, and name the folder"
                + " with -Dholdfast.wycheproof=");
    VectorFile file = VectorFile.read(FOLDER.resolve(name));
    VectorTally.Line line = TALLY.line(name, backend);
    List<String> wrong = new ArrayList<>();
    try (VectorKeys keys = new VectorKeys(BENCH.fixture(backend).provider())) {
      for (Vector vector : file.vectors()) {
        Outcome outcome = VectorChecks.run(file.kind(), vector, keys, backend);
        boolean right = VectorChecks.isRight(vector, outcome);
        line.add(vector, outcome, right);
        if (!right) {
          wrong.add(vector + " is " + vector.verdict() + ", but " + outcome);
        }
      }
    }
    assertEquals(List.of(), wrong.subList(0, Math.min(20, wrong.size())), wrong.size() + " wrong");
    assertFalse(line.isMostlyErrors(), "The token answers an error to most of the valid vectors");
  }

  @AfterAll
  static void print() throws IOException {
    Proofs.report("wycheproof", TALLY.text());
  }
}
