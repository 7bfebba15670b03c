// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.sun.jna.Function;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A fresh SoftHSM2 token, the HSM of the benchmarks. Throw-away, as its PIN is. */
final class SoftToken {
  static final String PIN = "only-for-a-benchmark";
  static final Path LIBRARY =
      Stream.of(
              "/usr/lib/softhsm/libsofthsm2.so",
              "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
              "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
              "/usr/lib64/pkcs11/libsofthsm2.so")
          .map(Path::of)
          .filter(Files::exists)
          .findFirst()
          .orElse(Path.of("/usr/lib/softhsm/libsofthsm2.so"));

  private static final Pattern SLOT = Pattern.compile("reassigned to slot (\\d+)");

  private final String label;
  private final long slot;
  private final Path conf;

  private SoftToken(String label, long slot, Path conf) {
    this.label = label;
    this.slot = slot;
    this.conf = conf;
  }

  /**
   * Makes a token.
   *
   * @param conf SoftHSM2's configuration, made if it is not there; set in the environment of this
   *     process, where the library looks for it when it is loaded
   */
  static SoftToken make(Path conf, String label) throws IOException, InterruptedException {
    if (!Files.exists(conf)) {
      Path tokens = conf.resolveSibling("tokens");
      Files.createDirectories(tokens);
      Files.writeString(
          conf,
          "directories.tokendir = "
              + tokens
              + "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
    }
    Function.getFunction("c", "setenv")
        .invokeInt(new Object[] {"SOFTHSM2_CONF", conf.toString(), 1});
    String said =
        Programs.run(
            List.of(
                "softhsm2-util",
                "--init-token",
                "--free",
                "--label",
                label,
                "--so-pin",
                PIN,
                "--pin",
                PIN),
            Map.of("SOFTHSM2_CONF", conf.toString()));
    Matcher slot = SLOT.matcher(said);
    if (!slot.find()) {
      throw new IOException("softhsm2-util made no token: " + said);
    }
    return new SoftToken(label, Long.parseLong(slot.group(1)), conf);
  }

  String label() {
    return label;
  }

  long slot() {
    return slot;
  }

  /** SoftHSM2's configuration, for other processes. */
  Path conf() {
    return conf;
  }

  /**
   * Makes {@code count} objects of the one object on the token whose label and id are {@code
   * model}, by copying its file: made through PKCS #11, ten thousand of them take many minutes.
   * Must be done while no process has the token open.
   */
  void multiply(String model, int count) throws IOException {
    Path folder;
    byte[] file;
    try (Stream<Path> files = Files.walk(conf.resolveSibling("tokens"))) {
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
