// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs files of test vectors and counts what came of them. */
final class VectorRun {
  private static final Path FOLDER =
      Path.of(System.getProperty("holdfast.wycheproof")).toAbsolutePath().normalize();
  private static final String NONE = "no file";

  private final VectorTally tally = new VectorTally();

  /** The names of the files there are, or one that stands for none. */
  static Stream<String> files() {
    if (!Files.isDirectory(FOLDER)) {
      return Stream.of(NONE);
    }
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tries every vector of a file. */
  void run(String name, String where, String setup, Fixture fixture)
      throws GeneralSecurityException {
    run(name, where, setup, fixture, 0, 1);
  }

  /**
   * Tries vectors of a file: one in so many, beginning with a certain one.
   *
   * @param where for people
   * @param setup what computes, as {@link Promises} knows it
   */
  void run(String name, String where, String setup, Fixture fixture, int first, int step)
      throws GeneralSecurityException {
    assumeTrue(
        !name.equals(NONE),
        () ->
            "no Wycheproof vectors in "
                + FOLDER
                + ": get testvectors_v1 of https://github.com/C2SP/wycheproof, and name the folder"
                + " with -Dholdfast.wycheproof=");
    VectorFile file = VectorFile.read(FOLDER.resolve(name));
    VectorTally.Line line = tally.line(name, where);
    List<String> wrong = new ArrayList<>();
    try (VectorKeys keys = new VectorKeys(fixture.provider())) {
      for (int i = first; i < file.vectors().size(); i += step) {
        Vector vector = file.vectors().get(i);
        Outcome outcome = VectorChecks.run(file.kind(), vector, keys, setup);
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

  void report(String name) throws IOException {
    Proofs.report(name, tally.text());
  }
}
