// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import dev.holdfast.model.KeyOperationException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** AES-256-GCM and HMAC-SHA-256 through the JCA, with a fresh object and nonce each time. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CipherBenchmark {
  @Param({"jdk", "sealed"})
  String contender;

  @Param({"16", "1024", "16384"})
  int bytes;

  private byte[] message;
  private SecretKey aes;
  private SecretKey hmac;

  /** Makes the keys. */
  @Setup
  public void makeKeys() throws GeneralSecurityException, IOException, KeyOperationException {
    Contender keys = Contender.named(contender);
    aes = keys.secretFor("AES");
    hmac = keys.secretFor("HmacSHA256");
    message = new byte[bytes];
  }

  /** One message encrypted. */
  @Benchmark
  public byte[] encryptGcm() throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, aes);
    return cipher.doFinal(message);
  }

  /** One message authenticated. */
  @Benchmark
  public byte[] hmac() throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(hmac);
    return mac.doFinal(message);
  }
}
