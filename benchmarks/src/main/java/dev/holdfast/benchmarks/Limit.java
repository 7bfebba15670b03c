// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The C program that calls PKCS #11 in a loop: a process beside this one, on the same token, that
 * runs a batch when told to. For one thread at a time.
 */
final class Limit implements AutoCloseable {
  private final Process process;
  private final Writer to;
  private final BufferedReader from;

  private Limit(Process process) {
    this.process = process;
    this.to = process.outputWriter(StandardCharsets.UTF_8);
    this.from = process.inputReader(StandardCharsets.UTF_8);
  }

  static Limit start(Workshop workshop, Path library) throws IOException, InterruptedException {
    SoftToken token = workshop.token();
    ProcessBuilder builder =
        new ProcessBuilder(workshop.limit().toString(), library.toString(), token.label())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .putAll(
            Map.of(
                "LIMIT_PIN",
                SoftToken.PIN,
                "SOFTHSM2_CONF",
                workshop.folder().resolve("softhsm2.conf").toString()));
    return new Limit(builder.start());
  }

  /**
   * Runs a batch.
   *
   * @return its time in nanoseconds
   */
  long nanos(String work, int threads, long operations) throws IOException {
    to.write(work + " " + threads + " " + operations + "\n");
    to.flush();
    String line = from.readLine();
    if (line == null) {
      throw new IOException("The C program ended before it answered");
    }
    Map<String, Object> answer = JSON.std.mapFrom(line);
    if (!(answer.get("nanos") instanceof Number nanos)) {
      throw new IOException("The C program could not: " + line);
    }
    return nanos.longValue();
  }

  /** The program at some work, as one to be compared with; closing it leaves the program there. */
  Side at(Work work) {
    return new Side() {
      @Override
      public String name() {
        return "c";
      }

      @Override
      public long nanos(int threads, long operations) throws IOException {
        return Limit.this.nanos(work.id(), threads, operations);
      }

      @Override
      public boolean isCompiledAsItRuns() {
        return false;
      }

      @Override
      public double allocated(long operations) {
        return Double.NaN;
      }

      @Override
      public void close() {
        // The process serves other works too.
      }
    };
  }

  @Override
  public void close() {
    try {
      to.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException | InterruptedException e) {
      process.destroyForcibly();
    }
  }
}
