// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The JDK's own TLS with keys of ours on both sides, wherever Holdfast stands in the list. */
class TlsContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final int TIMEOUT_MILLIS = 20_000;

  @AfterEach
  void unregister() {
    Security.removeProvider("Holdfast");
  }

  private static void register(Provider provider, boolean first) {
    Security.removeProvider("Holdfast");
    if (first) {
      Security.insertProviderAt(provider, 1);
    } else {
      Security.addProvider(provider);
    }
  }

  /** The fixture's KeyStore with one key in it, so that a key manager has no choice. */
  private static KeyStore keyStore(Backend backend, String kind) throws Exception {
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    if (keyStore.containsAlias("tls")) {
      keyStore.deleteEntry("tls");
    }
    KeyPair pair = BENCH.pair(backend, kind);
    X509Certificate[] chain = Certificates.chain(pair.getPublic(), "localhost");
    keyStore.setKeyEntry("tls", pair.getPrivate(), null, chain);
    return keyStore;
  }

  private static KeyManager[] keyManagers(KeyStore keyStore, String algorithm) throws Exception {
    KeyManagerFactory factory = KeyManagerFactory.getInstance(algorithm);
    factory.init(keyStore, new char[0]);
    return factory.getKeyManagers();
  }

  private static SSLContext context(KeyManager... keyManagers) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", Certificates.root());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers, trust.getTrustManagers(), null);
    return context;
  }

  /** One handshake with client authentication and a byte each way; the client's view. */
  private static String handshake(SSLContext server, SSLContext client, String protocol)
      throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (SSLServerSocket listening =
        (SSLServerSocket) server.getServerSocketFactory().createServerSocket(0)) {
      listening.setNeedClientAuth(true);
      listening.setSoTimeout(TIMEOUT_MILLIS);
      Callable<String> serving =
          () -> {
            try (SSLSocket socket = (SSLSocket) listening.accept()) {
              socket.setSoTimeout(TIMEOUT_MILLIS);
              int read = socket.getInputStream().read();
              socket.getOutputStream().write(read + 1);
              return socket.getSession().getPeerPrincipal().getName();
            }
          };
      Future<String> served = executor.submit(serving);
      String seen = speak(client, listening.getLocalPort(), protocol);
      assertEquals("CN=localhost", served.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
      return seen;
    } finally {
      executor.shutdownNow();
    }
  }

  private static String speak(SSLContext client, int port, String protocol) throws Exception {
    try (SSLSocket socket = (SSLSocket) client.getSocketFactory().createSocket("localhost", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.getOutputStream().write(1);
      assertEquals(2, socket.getInputStream().read());
      X509Certificate peer = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return socket.getSession().getProtocol() + " " + peer.getPublicKey().getAlgorithm();
    }
  }

  @EveryBackend
  void mutualTls_withKeysOfOurs(Backend backend) throws Exception {
    for (String kind : List.of("RSA-2048", "secp256r1", "secp384r1")) {
      KeyStore keyStore = keyStore(backend, kind);
      for (boolean first : new boolean[] {true, false}) {
        register(BENCH.fixture(backend).provider(), first);
        for (String managers : List.of("SunX509", "PKIX")) {
          for (String protocol : List.of("TLSv1.3", "TLSv1.2")) {
            SSLContext server = context(keyManagers(keyStore, managers));
            SSLContext client = context(keyManagers(keyStore, managers));
            assertEquals(
                protocol + " " + (kind.startsWith("RSA") ? "RSA" : "EC"),
                handshake(server, client, protocol),
                () -> kind + ", " + managers + ", first " + first);
          }
        }
      }
    }
  }
}
