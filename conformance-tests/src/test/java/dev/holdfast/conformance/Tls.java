// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A server and a client of the JDK's TLS, which meet on the loopback interface. */
final class Tls {
  static final int TIMEOUT_MILLIS = 20_000;

  private Tls() {}

  static KeyManager[] keyManagers(KeyStore keyStore, String algorithm) throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
    factory.init(keyStore, new char[0]);
    return factory.getKeyManagers();
  }

  /** Trusts the test CA. */
  static SSLContext context(KeyManager... keyManagers) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", Certificates.root());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers, trust.getTrustManagers(), null);
    return context;
  }

  /**
   * What a handshake came to, as the client saw it.
   *
   * @param created when the session was, in milliseconds; a resumed one is as old as its first
   */
  record Seen(String protocol, String cipherSuite, X509Certificate server, long created) {
    static Seen of(SSLSession session) throws Exception {
      return new Seen(
          session.getProtocol(),
          session.getCipherSuite(),
          (X509Certificate) session.getPeerCertificates()[0],
          session.getCreationTime());
    }
  }

  /**
   * One handshake and a byte each way.
   *
   * @param mutual whether the client is asked for its certificate, which must be localhost's
   * @param terms what the client insists on
   */
  static Seen meet(
      SSLContext server, SSLContext client, boolean mutual, Consumer<SSLParameters> terms)
      throws Exception {
    return meet(server, List.of(client), mutual, terms).get(0);
  }

  /**
   * Handshakes one after the other with one server socket, since sessions are known by host and
   * port.
   *
   * @param clients one for each handshake; the same one may stand there several times
   */
  static List<Seen> meet(
      SSLContext server, List<SSLContext> clients, boolean mutual, Consumer<SSLParameters> terms)
      throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (SSLServerSocket listening =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
      SSLParameters offered = listening.getSSLParameters();
      offered.setCipherSuites(server.getSupportedSSLParameters().getCipherSuites());
      offered.setNeedClientAuth(mutual);
      listening.setSSLParameters(offered);
      listening.setSoTimeout(TIMEOUT_MILLIS);
      List<Seen> seen = new ArrayList<>();
      for (SSLContext client : clients) {
        Future<String> served = executor.submit(() -> serve(listening, mutual));
        seen.add(speak(client, listening.getLocalPort(), terms));
        assertEquals(
            mutual ? "CN=localhost" : "", served.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
      }
      return seen;
    } finally {
      executor.shutdownNow();
    }
  }

  private static String serve(SSLServerSocket listening, boolean mutual) throws Exception {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      int read = socket.getInputStream().read();
      socket.getOutputStream().write(read + 1);
      return mutual ? socket.getSession().getPeerPrincipal().getName() : "";
    }
  }

  private static Seen speak(SSLContext client, int port, Consumer<SSLParameters> terms)
      throws Exception {
    try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      terms.accept(parameters);
      socket.setSSLParameters(parameters);
      socket.getOutputStream().write(1);
      assertEquals(2, socket.getInputStream().read());
      return Seen.of(socket.getSession());
    }
  }
}
