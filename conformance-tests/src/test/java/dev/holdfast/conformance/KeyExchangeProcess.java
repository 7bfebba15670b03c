// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastProvider;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * A TLS server with an RSA key of ours and an old client, who encrypts the premaster secret with
 * it. In a process of its own, since newer JDKs have to be told that they may, before they speak
 * TLS for the first time.
 */
final class KeyExchangeProcess {
  private static final String SUITE = "TLS_RSA_WITH_AES_128_GCM_SHA256";
  private static final int TIMEOUT_MILLIS = 20_000;

  private KeyExchangeProcess() {}

  /**
   * Runs, and prints the cipher suite.
   *
   * @param arguments the configuration
   */
  public static void main(String[] arguments) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", "SSLv3, TLSv1, TLSv1.1");
    Provider holdfast = new HoldfastProvider().configure(arguments[0]);
    Security.addProvider(holdfast);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", holdfast);
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    KeyStore keyStore = KeyStore.getInstance("Holdfast", holdfast);
    keyStore.load(null, null);
    X509Certificate[] chain = Certificates.chain(pair.getPublic(), "localhost");
    keyStore.setKeyEntry("old-clients", pair.getPrivate(), null, chain);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(keyStore, new char[0]);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("ca", Certificates.root());
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.2");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    System.out.println("negotiated " + handshake(context));
  }

  private static String handshake(SSLContext context) throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (SSLServerSocket listening =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
      listening.setEnabledCipherSuites(new String[] {SUITE});
      listening.setSoTimeout(TIMEOUT_MILLIS);
      Future<Integer> served =
          executor.submit(
              () -> {
                try (SSLSocket socket = (SSLSocket) listening.accept()) {
                  socket.setSoTimeout(TIMEOUT_MILLIS);
                  return socket.getInputStream().read();
                }
              });
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setEnabledCipherSuites(new String[] {SUITE});
        socket.getOutputStream().write(42);
        if (served.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS) != 42) {
          throw new AssertionError("The server read something else");
        }
        return socket.getSession().getCipherSuite();
      }
    } finally {
      executor.shutdownNow();
    }
  }
}
