// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

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

  private static final VectorRun RUN = new VectorRun();

  static Stream<Arguments> files() {
    return VectorRun.files()
        .flatMap(name -> Stream.of(Backend.values()).map(each -> Arguments.of(name, each)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("files")
  void vectors_areServedOrRefusedAsTheySay(String name, Backend backend) throws Exception {
    RUN.run(name, backend.name(), Promises.setup(backend), BENCH.fixture(backend));
  }

  @AfterAll
  static void print() throws Exception {
    RUN.report("wycheproof");
  }
}
