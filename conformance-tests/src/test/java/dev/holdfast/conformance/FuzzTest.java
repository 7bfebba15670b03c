// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.envelope.Envelopes;
import dev.holdfast.envelope.HeaderFuzz;
import dev.holdfast.fuzz.BlobFuzz;
import dev.holdfast.fuzz.EnvelopeFuzz;
import dev.holdfast.fuzz.FuzzVault;
import dev.holdfast.fuzz.StoreFuzz;
import dev.holdfast.kms.BlobParserFuzz;
import dev.holdfast.kms.RecordFuzz;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.KeyService;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Coverage-guided fuzzing with Jazzer, from real ciphertexts, envelopes and records on: no crash,
 * no exception without a type of ours, and never a wrong answer. Each runs in a process of its own.
 */
class FuzzTest {
  private static final boolean FULL = Boolean.getBoolean("holdfast.full");

  /** Ten million runs, or as many as a few seconds give: starting the fuzzer takes longer. */
  private static final String LENGTH = FULL ? "-runs=10000000" : "-max_total_time=3";

  private static final long LONGEST_MINUTES = FULL ? 120 : 3;
  private static final long FEWEST = FULL ? 10_000_000 : 500;

  /** A short run is over before the second compiler has paid for itself. */
  private static final String COMPILER =
      FULL ? "-XX:+TieredCompilation" : "-XX:TieredStopAtLevel=1";

  /** What the targets need: the fuzzer searches all of its class path first. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "/target/|/(provider|native-bridge|envelope|jazzer|jazzer-api|tink|gson|protobuf-java"
              + "|bcprov-jdk18on|sqlite-jdbc|jna|AmazonCorrettoCryptoProvider)-[0-9]");

  private static final Pattern DONE = Pattern.compile("Done (\\d+) runs in (\\d+) second");

  /** What libFuzzer says was reached: edges, and features, which are edges by how often. */
  private static final Pattern REACHED = Pattern.compile("DONE +cov: (\\d+) ft: (\\d+)");

  private static final List<Class<?>> TARGETS =
      List.of(
          BlobParserFuzz.class,
          BlobFuzz.class,
          HeaderFuzz.class,
          EnvelopeFuzz.class,
          RecordFuzz.class,
          StoreFuzz.class);

  @TempDir private static Path folder;
  private static ExecutorService running;
  private static SmallVault small;
  private static byte[] ciphertext;
  private static byte[] envelope;

  @BeforeAll
  static void makeVault() throws Exception {
    small = new SmallVault(folder);
    KeyService service = dev.holdfast.Holdfast.keyService(small.configuration());
    String key = service.createKey(CreateKeyRequest.of()).keyMetadata().keyId();
    ciphertext =
        service
            .encrypt(EncryptRequest.of(key, Blob.ofUtf8(FuzzVault.MESSAGE)))
            .ciphertextBlob()
            .toByteArray();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new Envelopes(service).encrypt(bytes, key, Map.of())) {
      out.write(FuzzVault.MESSAGE.getBytes(StandardCharsets.UTF_8));
    }
    envelope = bytes.toByteArray();
    small.close();
    running = Executors.newFixedThreadPool(2);
  }

  @AfterAll
  static void closeVault() throws Exception {
    running.shutdownNow();
    small.close();
  }

  private static void writeSeeds(Class<?> target, Path corpus) throws Exception {
    if (target == BlobFuzz.class || target == BlobParserFuzz.class) {
      Files.write(corpus.resolve("ciphertext"), ciphertext);
    } else if (target == EnvelopeFuzz.class || target == HeaderFuzz.class) {
      Files.write(corpus.resolve("envelope"), envelope);
    } else if (target == StoreFuzz.class) {
      Files.write(corpus.resolve("edits"), new byte[] {5, 0, 0, 0, 1, 0, 1, 0, 0, 0});
    } else {
      writeRecords(corpus);
    }
  }

  private static void writeRecords(Path corpus) throws Exception {
    try (Connection connection = small.attack();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT kind, body FROM record")) {
      while (rows.next()) {
        byte[] body = rows.getBytes(2);
        byte[] seed = new byte[body.length + 1];
        seed[0] = RecordFuzz.selector(rows.getString(1));
        System.arraycopy(body, 0, seed, 1, body.length);
        Files.write(corpus.resolve("row" + rows.getRow()), seed);
      }
    }
  }

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> NEEDED.matcher(entry).find())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** Two at a time: most of a short run is the fuzzer's start, on one processor. */
  @TestFactory
  Stream<DynamicTest> fuzzer_findsNothing() {
    return TARGETS.stream().map(FuzzTest::start).toList().stream();
  }

  private static DynamicTest start(Class<?> target) {
    Future<Void> run = running.submit(() -> fuzz(target));
    return DynamicTest.dynamicTest(target.getSimpleName(), run::get);
  }

  private static Void fuzz(Class<?> target) throws Exception {
    Path corpus = Files.createDirectory(folder.resolve(target.getSimpleName()));
    writeSeeds(target, corpus);
    Path log = folder.resolve(target.getSimpleName() + ".log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Program.jdkTool("java"),
                    "-Xmx512m",
                    "-XX:+UseSerialGC",
                    COMPILER,
                    "--enable-native-access=ALL-UNNAMED",
                    "-D" + FuzzVault.PROPERTY + "=" + small.configuration(),
                    "-cp",
                    classPath(),
                    "com.code_intelligence.jazzer.Jazzer",
                    "--target_class=" + target.getName(),
                    // Ours alone; edges of the JDK and of libraries are not what is sought.
                    "--instrumentation_includes=dev.holdfast.**",
                    "--custom_hook_includes=dev.holdfast.**",
                    "--reproducer_path=" + folder,
                    LENGTH,
                    "-max_len=4096",
                    "-artifact_prefix=" + folder + "/",
                    corpus.toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean ended = process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly().waitFor();
    }
    String said = Files.readString(log);
    assertTrue(ended, said);
    assertEquals(0, process.exitValue(), said);
    Matcher done = DONE.matcher(said);
    assertTrue(done.find() && Long.parseLong(done.group(1)) >= FEWEST, said);
    Matcher reached = REACHED.matcher(said);
    assertTrue(reached.find(), said);
    System.out.println(
        "%s: %s runs in %s s, %s edges, %s features"
            .formatted(
                target.getSimpleName(),
                done.group(1),
                done.group(2),
                reached.group(1),
                reached.group(2)));
    return null;
  }
}
