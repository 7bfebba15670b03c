// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Every work by every contender, in absolute time. With {@code -prof gc} also the bytes allocated
 * per operation, with {@code -t 16} by sixteen threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class OperationBenchmark {
  @Param({"sealed", "jdk", "bc", "accp", "conscrypt", "hsm", "sunpkcs11"})
  String contender;

  @Param({
    "rsa-2048-sign",
    "rsa-3072-sign",
    "ecdsa-p256-sign",
    "ecdsa-p384-sign",
    "ed25519-sign",
    "rsa-2048-decrypt",
    "rsa-2048-oaep",
    "aes-gcm-16",
    "aes-gcm-1k",
    "aes-gcm-16k",
    "aes-gcm-1m",
    "aes-cbc-16",
    "aes-cbc-1k",
    "aes-cbc-16k",
    "aes-cbc-1m",
    "hmac-sha256-32",
    "make-rsa-2048",
    "make-ec-p256",
    "make-aes-256"
  })
  String work;

  private Workshop workshop;
  private Contender who;

  /** Makes the vault or the token. */
  @Setup
  public void prepare() throws Exception {
    workshop = new Workshop();
    workshop.token();
    who = new Contenders(workshop).named(contender);
  }

  /** Removes them. */
  @TearDown
  public void clean() {
    workshop.close();
  }

  /** What each thread keeps. */
  @State(Scope.Thread)
  public static class Worker {
    private Operation operation;

    /** Makes the thread's JCA object; the key is shared. */
    @Setup(Level.Trial)
    public void prepare(OperationBenchmark benchmark) throws Exception {
      Work work = Work.named(benchmark.work);
      operation =
          benchmark
              .who
              .operation(work)
              .orElseThrow(
                  () ->
                      new UnsupportedOperationException(
                          benchmark.contender + " does not offer " + work.title()));
    }
  }

  /** One operation. */
  @Benchmark
  public Object operation(Worker worker) throws Exception {
    return worker.operation.run();
  }
}
