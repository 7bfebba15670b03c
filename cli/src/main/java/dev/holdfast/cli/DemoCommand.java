// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.cli;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.Key;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code holdfast demo}: an unmodified Tomcat serving HTTPS with a key that cannot be read. */
@Command(
    name = "demo",
    description = {
      "Serve HTTPS from an unmodified Tomcat with a key that cannot be read.",
      "Everything it makes is in a temporary folder and is removed at the end."
    })
final class DemoCommand extends HoldfastCommand {
  /** Where the key lives. */
  enum Home {
    SEALED,
    HSM
  }

  /** The kind of key. */
  enum Kind {
    RSA,
    EC
  }

  @Option(
      names = "--backend",
      paramLabel = "sealed|hsm",
      defaultValue = "sealed",
      description =
          "Where the key lives: sealed in a vault, or on a SoftHSM2 token; default: sealed.")
  private Home backend;

  @Option(
      names = "--key",
      paramLabel = "rsa|ec",
      defaultValue = "ec",
      description = "The kind of key; default: ec.")
  private Kind kind;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "The port on 127.0.0.1; default: a free one.")
  private int port;

  @Option(
      names = "--check",
      description =
          "Make one request as a client that verifies everything, print what it saw, and end.")
  private boolean check;

  @Override
  public Integer call() throws Exception {
    if (port < 0 || port > 65_535) {
      throw usage("--port takes 0 to 65535, not " + port);
    }
    try (DemoVault vault = DemoVault.make(backend, kind);
        DemoServer server = DemoServer.start(vault, kind, port)) {
      return check ? check(vault, server) : serve(vault, server);
    }
  }

  private int check(DemoVault vault, DemoServer server) throws Exception {
    HttpResponse<String> answer = DemoClient.get(server.url(), vault.certificate());
    Map<String, Object> seen = proof(vault, server);
    seen.put("protocol", answer.sslSession().orElseThrow().getProtocol());
    seen.put("cipherSuite", answer.sslSession().orElseThrow().getCipherSuite());
    seen.put("status", answer.statusCode());
    boolean good =
        answer.statusCode() == 200
            && seen.get("protocol").equals("TLSv1.3")
            && vault.key().getEncoded() == null;
    seen.put("ok", good);
    if (json()) {
      print(seen);
    } else {
      printForPeople(seen);
    }
    return good ? Main.OK : Main.FAILED;
  }

  private int serve(DemoVault vault, DemoServer server) throws InterruptedException {
    Map<String, Object> seen = proof(vault, server);
    if (json()) {
      print(seen);
    } else {
      printForPeople(seen);
      Path ca = vault.certificateFile();
      say("");
      say("Try, in another terminal:");
      say("  curl --cacert " + ca + " " + server.url());
      say(
          "  openssl s_client -connect 127.0.0.1:"
              + server.port()
              + " -servername localhost -CAfile "
              + ca
              + " -verify_return_error </dev/null");
      vault.inspection().ifPresent(command -> say("  " + command));
      say("");
      say("Ctrl-C ends it and removes everything.");
      out().flush();
    }
    // Ctrl-C ends the JVM; its shutdown hook cleans up.
    new CountDownLatch(1).await();
    return Main.OK;
  }

  private static Map<String, Object> proof(DemoVault vault, DemoServer server) {
    Key key = vault.key();
    Map<String, Object> proof = new LinkedHashMap<>();
    proof.put("url", server.url().toString());
    proof.put("backend", vault.home());
    proof.put("keyClass", key.getClass().getName());
    proof.put("algorithm", key.getAlgorithm());
    proof.put("getEncoded", key.getEncoded() == null ? null : "readable");
    proof.put("getFormat", key.getFormat());
    return proof;
  }

  private void printForPeople(Map<String, Object> seen) {
    say("URL              " + seen.get("url"));
    say("Key lives        " + seen.get("backend"));
    say("Key class        " + seen.get("keyClass") + " (" + seen.get("algorithm") + ")");
    say("getEncoded()     = " + seen.get("getEncoded"));
    say("getFormat()      = " + seen.get("getFormat"));
    if (seen.containsKey("status")) {
      say("Protocol         " + seen.get("protocol"));
      say("Cipher suite     " + seen.get("cipherSuite"));
      say("HTTP status      " + seen.get("status"));
      say((Boolean) seen.get("ok") ? "OK: certificate, host name and chain verified." : "FAILED");
    }
  }
}
