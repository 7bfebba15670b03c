// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.testing.SoftHsmTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;

/** A fresh SoftHSM2 token, the HSM of the benchmarks. Throw-away, as its PIN is. */
final class SoftToken {
  static final String PIN = "only-for-a-benchmark";

  private final String label;
  private final long slot;
  private final SoftHsmTokens tokens;

  private SoftToken(String label, long slot, SoftHsmTokens tokens) {
    this.label = label;
    this.slot = slot;
    this.tokens = tokens;
  }

  /**
   * Makes a token, which this process's SoftHSM2 finds from then on.
   *
   * @param conf SoftHSM2's configuration, made if it is not there
   */
  static SoftToken make(Path conf, String label) throws IOException, InterruptedException {
    SoftHsmTokens tokens = SoftHsmTokens.at(conf).use();
    return new SoftToken(label, tokens.add(label, PIN, PIN), tokens);
  }

  String label() {
    return label;
  }

  long slot() {
    return slot;
  }

  /** SoftHSM2's configuration, for other processes. */
  Path conf() {
    return tokens.configuration();
  }

  /**
   * Makes {@code count} objects of the one object on the token whose label and id are {@code
   * model}, by copying its file: made through PKCS #11, ten thousand of them take many minutes.
   * Must be done while no process has the token open.
   */
  void multiply(String model, int count) throws IOException {
    Path folder;
    byte[] file;
    try (Stream<Path> files = Files.walk(tokens.folder())) {
      Path object =
          files
              .filter(path -> path.toString().endsWith(".object"))
              .filter(path -> contains(path, model))
              .findFirst()
              .orElseThrow(() -> new IOException("No object on the token is called " + model));
      folder = object.getParent();
      file = Files.readAllBytes(object);
    }
    for (int number = 1; number < count; number++) {
      byte[] copy = replace(file, model, String.format("key%07d", number));
      Files.write(folder.resolve(UUID.randomUUID() + ".object"), copy);
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException e) {
      throw new UncheckedIOException("Reading " + file, e);
    }
  }

  private static byte[] replace(byte[] file, String from, String to) {
    if (from.length() != to.length()) {
      throw new IllegalArgumentException(from + " and " + to + " differ in length");
    }
    String text = new String(file, StandardCharsets.ISO_8859_1).replace(from, to);
    byte[] replaced = text.getBytes(StandardCharsets.ISO_8859_1);
    if (Arrays.equals(replaced, file)) {
      throw new IllegalStateException("The object's file does not hold " + from);
    }
    return replaced;
  }
}
