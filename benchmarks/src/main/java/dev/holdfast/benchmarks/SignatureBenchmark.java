// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.model.KeyOperationException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Signatures through the JCA, from {@code getInstance} on, as a TLS server makes them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class SignatureBenchmark {
  @Param({"jdk", "sealed"})
  String contender;

  @Param({"SHA256withRSA", "SHA256withECDSA"})
  String algorithm;

  private final byte[] message = new byte[256];
  private PrivateKey key;

  /** Makes the key. */
  @Setup
  public void makeKey() throws GeneralSecurityException, IOException, KeyOperationException {
    key = Contender.named(contender).pairFor(algorithm).getPrivate();
  }

  /** One signature. The provider is not named: it is found by the key. */
  @Benchmark
  public byte[] sign() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(message);
    return signature.sign();
  }
}
