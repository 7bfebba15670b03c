// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
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

/** The baseline: the JDK's own provider signing with a key that anyone can read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class JdkSignature {
  @Param({"SHA256withRSA", "SHA256withECDSA"})
  String algorithm;

  private final byte[] message = new byte[256];
  private KeyPair pair;

  /** Makes the key. */
  @Setup
  public void makeKey() throws GeneralSecurityException {
    boolean rsa = algorithm.endsWith("RSA");
    KeyPairGenerator generator = KeyPairGenerator.getInstance(rsa ? "RSA" : "EC");
    generator.initialize(rsa ? 2048 : 256);
    pair = generator.generateKeyPair();
  }

  /** One signature, from {@code getInstance} on, as a TLS server makes it. */
  @Benchmark
  public byte[] sign() throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(pair.getPrivate());
    signature.update(message);
    return signature.sign();
  }
}
