// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.Holdfast;
import dev.holdfast.kms.api.Blob;
import dev.holdfast.kms.api.CreateKeyRequest;
import dev.holdfast.kms.api.DecryptRequest;
import dev.holdfast.kms.api.EncryptRequest;
import dev.holdfast.kms.api.GenerateDataKeyRequest;
import dev.holdfast.kms.api.KeyService;
import dev.holdfast.testing.Libraries;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The key management service's work on messages, over both backends, in absolute time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class KmsBenchmark {
  private static final Map<String, String> CONTEXT = Map.of("service", "payments");

  @Param({"sealed", "hsm"})
  String backend;

  private Workshop workshop;
  private KeyService service;
  private EncryptRequest encrypt;
  private DecryptRequest decrypt;
  private GenerateDataKeyRequest generate;

  /** Makes a vault and a key in it. */
  @Setup
  public void prepare() throws Exception {
    workshop = new Workshop();
    Path configuration =
        backend.equals("hsm") ? workshop.hsm(Libraries.softHsm()) : workshop.sealed();
    service = Holdfast.keyService(configuration);
    String key = service.createKey(CreateKeyRequest.of()).keyMetadata().keyId();
    encrypt = EncryptRequest.of(key, Blob.of(new byte[1024])).withEncryptionContext(CONTEXT);
    decrypt =
        DecryptRequest.of(service.encrypt(encrypt).ciphertextBlob()).withEncryptionContext(CONTEXT);
    generate = GenerateDataKeyRequest.of(key).withKeySpec("AES_256").withEncryptionContext(CONTEXT);
  }

  /** Removes them. */
  @TearDown
  public void clean() {
    workshop.close();
  }

  /** Encrypt, 1 KiB with an encryption context. */
  @Benchmark
  public Object encrypt() {
    return service.encrypt(encrypt);
  }

  /** Decrypt of the same. */
  @Benchmark
  public Object decrypt() {
    return service.decrypt(decrypt);
  }

  /** GenerateDataKey, as a handle. */
  @Benchmark
  public Object generateDataKey() {
    return service.generateDataKey(generate);
  }
}
