// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same vectors, computed by the engines of the sealed backend that {@code auto} mixes: in the
 * full form every vector by each, in the short form by one of them.
 */
class WycheproofEnginesTest {
  private static final boolean FULL = Boolean.getBoolean("holdfast.full");
  private static final List<String> ENGINES = List.of("jdk", "accp", "bc", "openssl");
  private static final Map<String, Fixture> FIXTURES = new HashMap<>();
  private static final VectorRun RUN = new VectorRun();

  static Stream<Arguments> files() {
    return VectorRun.files()
        .flatMap(name -> ENGINES.stream().map(engine -> Arguments.of(name, engine)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("files")
  void vectors_areServedOrRefusedAsTheySay(String name, String engine) throws Exception {
    RUN.run(
        name,
        engine,
        engine,
        FIXTURES.computeIfAbsent(engine, any -> Fixture.of(Backend.SEALED, engine)),
        FULL ? 0 : ENGINES.indexOf(engine),
        FULL ? 1 : ENGINES.size());
  }

  @AfterAll
  static void finish() throws Exception {
    for (Fixture fixture : FIXTURES.values()) {
      fixture.close();
    }
    RUN.report("wycheproof-engines");
  }
}
