// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.conformance.Outcome.NotRun;
import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.SignScheme;
import java.security.Provider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was promised is in the table, the provider has what the table has, and backends have it. */
class PromisesTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static Stream<String> names(Row row) {
    return Stream.concat(Stream.of(row.name()), row.aliases().stream());
  }

  @Test
  void table_hasWhatWasPromised() {
    Set<String> missing = new TreeSet<>();
    for (String engine : Promises.engines()) {
      Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
      AlgorithmTable.rows().stream()
          .filter(row -> row.type().equals(engine))
          .flatMap(PromisesTest::names)
          .forEach(names::add);
      Promises.of(engine).stream()
          .filter(name -> !names.contains(name))
          .forEach(name -> missing.add(engine + " " + name));
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void services_areTheTablesRows() {
    Provider provider = BENCH.fixture(Backend.SEALED).provider();
    Set<String> expected =
        AlgorithmTable.rows().stream()
            .filter(Row::isOffered)
            .map(row -> row.type() + "." + row.name())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> actual = new TreeSet<>();
    for (Provider.Service service : provider.getServices()) {
      actual.add(service.getType() + "." + service.getAlgorithm());
    }
    assertEquals(expected, actual);
    for (Row row : AlgorithmTable.rows()) {
      names(row)
          .forEach(
              name -> {
                Provider.Service service = provider.getService(row.type(), name);
                assertEquals(
                    row.isOffered() ? row.name() : null,
                    service == null ? null : service.getAlgorithm(),
                    row.type() + " " + name);
              });
    }
  }

  /** Keys of every kind, and ways to use them whose parameters do not matter. */
  private static List<Algorithm> kinds() {
    List<Algorithm> kinds = new ArrayList<>();
    List.of(128, 192, 256).forEach(bits -> kinds.add(KeySpec.aes(bits)));
    List.of(2048, 3072, 4096).forEach(bits -> kinds.add(KeySpec.rsa(bits)));
    kinds.addAll(List.of(KeySpec.chacha20(), KeySpec.desEde(), KeySpec.symmetricDefault()));
    Stream.of(EcCurve.values()).map(KeySpec::ec).forEach(kinds::add);
    Stream.of(ParameterSet.values()).map(KeySpec::of).forEach(kinds::add);
    Stream.of(Digest.values()).map(KeySpec::hmac).forEach(kinds::add);
    kinds.addAll(List.of(MacScheme.values()));
    kinds.addAll(CipherKit.rows().stream().map(CipherKit::scheme).toList());
    kinds.addAll(List.of(SignScheme.rsaPkcs1Raw(), SignScheme.ecdsa(), SignScheme.eddsa()));
    kinds.addAll(List.of(SignScheme.mlDsa(), SignScheme.slhDsa()));
    for (Digest digest : Digest.values()) {
      kinds.add(SignScheme.rsaPkcs1(digest));
      kinds.add(SignScheme.rsaPss(digest, digest, digest.length()));
      kinds.add(new DerivationScheme.Hkdf(digest, null, new byte[0], 32));
    }
    kinds.add(KeySpec.generic(256));
    kinds.addAll(List.of(new DerivationScheme.Ecdh(null), new DerivationScheme.Xdh(null)));
    kinds.add(new DerivationScheme.MlKem(new byte[0]));
    return kinds;
  }

  /** Neither more nor less: what is excused here and works would not be tested elsewhere. */
  @EveryBackend
  void backends_lackWhatTheyAreKnownToLack(Backend backend) throws Exception {
    lacksWhatIsKnown(BENCH.fixture(backend), Promises.setup(backend));
  }

  @ParameterizedTest
  @ValueSource(strings = {"jdk", "accp", "bc", "openssl"})
  void engines_lackWhatTheyAreKnownToLack(String engine) throws Exception {
    try (Fixture fixture = Fixture.of(Backend.SEALED, engine)) {
      lacksWhatIsKnown(fixture, engine);
    }
  }

  private static void lacksWhatIsKnown(Fixture fixture, String setup) throws Exception {
    String backend = fixture.backend().hasToken() ? "main" : "sealed";
    Set<String> known = new TreeSet<>();
    Set<String> lacking = new TreeSet<>();
    for (Algorithm kind : kinds()) {
      if (Promises.mayLack(setup, kind.toString())) {
        known.add(kind.toString());
      }
      if (!fixture.vault().backends().offers(backend, kind)) {
        lacking.add(kind.toString());
      }
    }
    assertEquals(known, lacking);
  }

  /** A beginning that no algorithm has excuses nothing, and is a slip or left over. */
  @Test
  void everyExcuse_isOfSomething() {
    List<String> names = kinds().stream().map(Algorithm::toString).toList();
    Promises.lacking()
        .forEach(
            (setup, beginnings) ->
                assertEquals(
                    List.of(),
                    beginnings.stream()
                        .filter(each -> names.stream().noneMatch(name -> name.startsWith(each)))
                        .toList(),
                    setup));
  }

  @Test
  void curves_areThoseOfTheModel() {
    assertEquals(
        Stream.of(EcCurve.values()).map(EcCurve::jcaName).collect(Collectors.toSet()),
        Promises.CURVES);
  }

  /** A provider that has lost everything: no vector may be left out on the ground of that. */
  @Test
  void lostServices_areNoReasonNotToRunAVector() {
    Provider empty = new EmptyProvider();
    try (VectorKeys keys = new VectorKeys(empty)) {
      for (String engine : Promises.engines()) {
        for (String name : Promises.of(engine)) {
          if (AlgorithmTable.rows().stream()
              .anyMatch(row -> row.type().equals(engine) && row.isOffered())) {
            assertThrows(AssertionError.class, () -> keys.require(engine, name), name);
          } else {
            assertThrows(NotRun.class, () -> keys.require(engine, name), name);
          }
        }
      }
      assertThrows(NotRun.class, () -> keys.require("Cipher", "AES/EAX/NoPadding"));
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
    assertThrows(AssertionError.class, () -> NotRun.noCurve("secp256r1"));
    assertThrows(AssertionError.class, () -> NotRun.noRsaKey(3072, 2));
    assertThrows(AssertionError.class, () -> NotRun.untilJdk("Cipher", 17));
  }

  private static final class EmptyProvider extends Provider {
    private static final long serialVersionUID = 1L;

    EmptyProvider() {
      super("Empty", "1", "offers nothing");
    }
  }
}
