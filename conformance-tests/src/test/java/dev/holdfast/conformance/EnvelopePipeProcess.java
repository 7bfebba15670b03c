// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.Holdfast;
import dev.holdfast.envelope.Envelopes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A program with a small heap that encrypts and decrypts a long stream. */
final class EnvelopePipeProcess {
  private static final int MEBI = 1 << 20;

  private EnvelopePipeProcess() {}

  /** Runs it, with sizes in MiB, and answers what it said. */
  static String run(Path configuration, String key, int length, int heap)
      throws IOException, InterruptedException {
    Path output = Files.createTempFile("pipe", ".out");
    try {
      Process process =
          new ProcessBuilder(
                  Program.jdkTool("java"),
                  "--enable-native-access=ALL-UNNAMED",
                  "-Xmx" + heap + "m",
                  "-XX:+UseSerialGC",
                  "-cp",
                  System.getProperty("java.class.path"),
                  EnvelopePipeProcess.class.getName(),
                  configuration.toString(),
                  key,
                  Integer.toString(length))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      process.waitFor();
      return Files.readString(output);
    } finally {
      Files.deleteIfExists(output);
    }
  }

  /** Nothing random: block n is n's low byte over and over, so that each place is checked. */
  private static byte[] block(int number) {
    byte[] block = new byte[MEBI];
    Arrays.fill(block, (byte) (number * 31 + number / 256));
    return block;
  }

  /**
   * Runs.
   *
   * @param arguments the configuration, a key, and how many MiB
   */
  public static void main(String[] arguments) throws Exception {
    Envelopes envelopes = new Envelopes(Holdfast.keyService(Path.of(arguments[0])));
    int length = Integer.parseInt(arguments[2]);
    PipedInputStream read = new PipedInputStream(MEBI);
    PipedOutputStream written = new PipedOutputStream(read);
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(() -> write(envelopes, written, arguments[1], length));
    int count = 0;
    try (InputStream plain = envelopes.decrypt(read, Map.of())) {
      byte[] got = plain.readNBytes(MEBI);
      while (got.length > 0) {
        if (!Arrays.equals(got, block(count))) {
          throw new IllegalStateException("Block " + count + " came back otherwise");
        }
        count++;
        got = plain.readNBytes(MEBI);
      }
    }
    writer.get();
    String peak =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .findFirst()
            .orElse("");
    System.out.println(
        count
            + " MiB came back, heap at most "
            + Runtime.getRuntime().maxMemory() / MEBI
            + " MiB, "
            + peak.replaceAll("\\s+", " "));
  }

  private static void write(Envelopes envelopes, OutputStream to, String key, int length) {
    try (OutputStream stream = envelopes.encrypt(to, key, Map.of())) {
      for (int i = 0; i < length; i++) {
        stream.write(block(i));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
