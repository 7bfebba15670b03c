// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Full TLS 1.3 handshakes of a Tomcat with a key of ours against the same Tomcat with a PKCS#12
 * key, each a process. The client is {@code openssl s_time}, a process too: it resumes nothing, and
 * its own part of a handshake is small, so that the servers' is seen.
 */
final class TlsMeasure implements AutoCloseable {
  private static final Pattern CONNECTIONS = Pattern.compile("(\\d+) connections in \\d+ real");
  private static final int SECONDS = 1;

  private final List<Server> servers = new ArrayList<>();

  private record Server(Process process, int port) {}

  /**
   * Starts both servers.
   *
   * @param keys {@code sealed} or {@code hsm}
   * @param type {@code EC} or {@code RSA}
   */
  TlsMeasure(Path java, String keys, String type) throws IOException {
    try {
      servers.add(start(java, keys, type));
      servers.add(start(java, "pkcs12", type));
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static Server start(Path java, String keys, String type) throws IOException {
    List<String> command = Programs.java(java, List.of());
    command.addAll(List.of("tls-server", keys, type));
    Path log = Files.createTempFile("holdfast-tls", ".log");
    try {
      Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      String line = out.readLine();
      if (line == null || !line.startsWith("port ")) {
        process.destroyForcibly();
        throw new IOException(
            "The TLS server with "
                + keys
                + " "
                + type
                + " did not start: "
                + Files.readString(log));
      }
      return new Server(process, Integer.parseInt(line.substring(5)));
    } finally {
      Files.delete(log);
    }
  }

  /**
   * What was seen.
   *
   * @param ratios how many times as many handshakes as with PKCS#12, one for each round
   * @param perSecond handshakes per second, Holdfast's and the other's, at the median
   */
  @SuppressWarnings("ArrayRecordComponent") // made and read, never compared
  record Outcome(double[] ratios, double[] perSecond) {}

  /** Both servers in turn, with a number of clients at once. */
  Outcome run(int clients, int rounds) throws Exception {
    double[] ratios = new double[rounds];
    double[][] rates = new double[2][rounds];
    for (int warm = 0; warm < 2; warm++) {
      handshakesPerSecond(servers.get(0), clients);
      handshakesPerSecond(servers.get(1), clients);
    }
    for (int round = 0; round < rounds; round++) {
      for (int turn = 0; turn < 2; turn++) {
        int which = (round + turn) % 2;
        rates[which][round] = handshakesPerSecond(servers.get(which), clients);
      }
      ratios[round] = rates[0][round] / rates[1][round];
    }
    return new Outcome(
        ratios, new double[] {Interval.of(rates[0]).median(), Interval.of(rates[1]).median()});
  }

  private static double handshakesPerSecond(Server server, int clients)
      throws IOException, InterruptedException {
    List<Process> running = new ArrayList<>();
    long began = System.nanoTime();
    for (int i = 0; i < clients; i++) {
      running.add(
          new ProcessBuilder(
                  "openssl",
                  "s_time",
                  "-connect",
                  "127.0.0.1:" + server.port(),
                  "-new",
                  "-time",
                  Integer.toString(SECONDS))
              .redirectErrorStream(true)
              .start());
    }
    long handshakes = 0;
    for (Process client : running) {
      String said = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      Matcher count = CONNECTIONS.matcher(said);
      if (client.waitFor() != 0 || !count.find() || count.group(1).equals("0")) {
        throw new IOException("openssl s_time made no handshakes: " + said);
      }
      handshakes += Long.parseLong(count.group(1));
    }
    return handshakes / ((System.nanoTime() - began) / 1e9);
  }

  @Override
  public void close() {
    for (Server server : servers) {
      try {
        server.process().getOutputStream().close();
        if (!server.process().waitFor(5, TimeUnit.SECONDS)) {
          server.process().destroyForcibly();
        }
      } catch (IOException | InterruptedException e) {
        server.process().destroyForcibly();
      }
    }
  }
}
