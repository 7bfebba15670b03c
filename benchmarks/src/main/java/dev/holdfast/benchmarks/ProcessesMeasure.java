// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.holdfast.Holdfast;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.KeyService;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What processes that share one vault do together in a second, by how many they are. */
final class ProcessesMeasure {
  private static final List<Integer> PROCESSES = List.of(1, 2, 4);
  private static final long NANOS = 3_000_000_000L;
  private static final Duration WARM_UP = Duration.ofSeconds(8);
  private static final String READY = "ready";

  private ProcessesMeasure() {}

  /**
   * Operations per second.
   *
   * @param encrypt of 1 KiB, which writes nothing
   * @param create CreateKey, a write of the store each
   */
  record Rates(Map<Double, Double> encrypt, Map<Double, Double> create) {}

  static Rates of(Path configuration) throws IOException, KeyStoreException {
    String key =
        Holdfast.keyService(configuration).createKey(CreateKeyRequest.of()).keyMetadata().keyId();
    Rates rates = new Rates(new TreeMap<>(), new TreeMap<>());
    for (int count : PROCESSES) {
      double[] sums = together(configuration, key, count);
      rates.encrypt.put((double) count, sums[0]);
      rates.create.put((double) count, sums[1]);
    }
    return rates;
  }

  private static double[] together(Path configuration, String key, int count) throws IOException {
    List<Process> children = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        List<String> command = Programs.java(Measurer.JAVA, List.of());
        command.addAll(List.of("kms-loop", configuration.toString(), key));
        children.add(
            new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start());
      }
      List<BufferedReader> said = new ArrayList<>();
      for (Process child : children) {
        BufferedReader reader = child.inputReader(StandardCharsets.UTF_8);
        if (!READY.equals(reader.readLine())) {
          throw new IOException("A process that was to use the vault did not start");
        }
        said.add(reader);
      }
      double[] sums = new double[2];
      for (int what = 0; what < sums.length; what++) {
        for (Process child : children) {
          child.getOutputStream().write('\n');
          child.getOutputStream().flush();
        }
        for (BufferedReader reader : said) {
          sums[what] += Double.parseDouble(reader.readLine());
        }
      }
      return sums;
    } finally {
      children.forEach(Process::destroyForcibly);
    }
  }

  /** The child: warms up, and then loops once for each line that it is sent. */
  static void child(Path configuration, String key) throws Exception {
    KeyService service = Holdfast.keyService(configuration);
    EncryptRequest request = EncryptRequest.of(key, Blob.of(new byte[1024]));
    // By computed time: where processes share cores, the clock would leave code interpreted.
    while (computed().compareTo(WARM_UP) < 0) {
      perSecond(() -> service.encrypt(request));
    }
    perSecond(() -> service.createKey(CreateKeyRequest.of()));
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.out.println(READY);
    for (Operation operation :
        List.<Operation>of(
            () -> service.encrypt(request), () -> service.createKey(CreateKeyRequest.of()))) {
      if (in.readLine() == null) {
        return;
      }
      System.out.println(JSON.std.asString(perSecond(operation)));
    }
  }

  private static Duration computed() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(WARM_UP);
  }

  private static double perSecond(Operation operation) throws Exception {
    long began = System.nanoTime();
    long done = 0;
    long now = began;
    while (now - began < NANOS) {
      if (operation.run() == null) {
        throw new IllegalStateException("The operation had no answer");
      }
      done++;
      now = System.nanoTime();
    }
    return done * 1e9 / (now - began);
  }
}
