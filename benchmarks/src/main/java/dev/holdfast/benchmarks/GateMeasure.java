// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.kms.KeyRequest;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.kms.VaultOpener;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the gate costs: a use of a stored key in a real vault whose backend computes nothing, less
 * the same call on that backend.
 */
final class GateMeasure implements AutoCloseable {
  private static final int IO_CALLS = 1_000_000;

  private final NoBackend backend = new NoBackend();
  private final Vault vault;
  private final Side through;
  private final Side past;

  GateMeasure() throws KeyOperationException {
    char[] pin = Workshop.PIN.toCharArray();
    MemoryStore store = new MemoryStore();
    VaultOpener.initialise(store, pin, false);
    vault =
        VaultOpener.open(
            store,
            pin,
            new VaultOpener.Terms(VaultOpener.OWNER, false, Duration.ofHours(1), Clock.systemUTC()),
            Map.of(backend.name(), backend),
            backend.name());
    KeySpec spec = KeySpec.hmac(Digest.SHA_256);
    ManagedKey key = vault.createKey(new KeyRequest(spec, Set.of(), Optional.of("gate"), ""));
    var handle = backend.createSession(spec, Set.of());
    MacScheme scheme = MacScheme.of(Digest.SHA_256);
    byte[] in = new byte[32];
    through = new JcaSide("gate", () -> () -> key.mac(scheme, in, 0, in.length));
    past = new JcaSide("no gate", () -> () -> backend.mac(handle, scheme, in, 0, in.length));
  }

  /** Nanoseconds per call, one figure for each round. */
  double[] nanos(int threads, Duel.Form form) throws Exception {
    Duel.Outcome outcome = new Duel(through, past, form).fight(threads);
    double[] ratios = outcome.ratios();
    double[] gate = new double[ratios.length];
    for (int round = 0; round < ratios.length; round++) {
      // Each round's own time through the gate, less what the backend takes at the median.
      gate[round] = outcome.nanos()[1] / ratios[round] - outcome.nanos()[1];
    }
    return gate;
  }

  /** Read and write system calls of this process per call through the gate. */
  double ioCalls() throws Exception {
    through.nanos(1, IO_CALLS);
    long before = systemCalls();
    through.nanos(1, IO_CALLS);
    return (systemCalls() - before) / (double) IO_CALLS;
  }

  private static long systemCalls() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/io")).stream()
        .filter(line -> line.startsWith("syscr") || line.startsWith("syscw"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .sum();
  }

  @Override
  public void close() {
    through.close();
    past.close();
    vault.close();
  }
}
