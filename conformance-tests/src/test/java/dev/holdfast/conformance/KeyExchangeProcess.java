// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.HoldfastProvider;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A TLS server with keys of ours and old clients, who encrypt the premaster secret with an RSA key,
 * or speak versions of TLS that sign digests of MD5 and SHA-1. In a process of its own, since JDKs
 * have to be told that they may, before they speak TLS for the first time.
 */
final class KeyExchangeProcess {
  private static final int TIMEOUT_MILLIS = 20_000;

  /**
   * What a client speaks.
   *
   * @param mutual whether it shows a certificate, the server's own
   */
  private record Client(String protocol, String suite, boolean mutual) {}

  private static final List<Client> RSA_CLIENTS =
      List.of(
          new Client("TLSv1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256", false),
          new Client("TLSv1.1", "TLS_RSA_WITH_AES_128_CBC_SHA", false),
          new Client("TLSv1", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", true));

  private static final List<Client> EC_CLIENTS =
      List.of(new Client("TLSv1", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", true));

  private KeyExchangeProcess() {}

  /**
   * Runs, and prints what was negotiated.
   *
   * @param arguments the configuration
   */
  public static void main(String[] arguments) throws Exception {
    Security.setProperty("jdk.tls.disabledAlgorithms", "SSLv3");
    Provider holdfast = new HoldfastProvider().configure(arguments[0]);
    Security.addProvider(holdfast);
    meet(holdfast, KeyPairGenerator.getInstance("RSA", holdfast), 2048, RSA_CLIENTS);
    meet(holdfast, KeyPairGenerator.getInstance("EC", holdfast), 256, EC_CLIENTS);
  }

  private static void meet(
      Provider holdfast, KeyPairGenerator generator, int bits, List<Client> clients)
      throws Exception {
    generator.initialize(bits);
    KeyPair pair = generator.generateKeyPair();
    KeyStore keyStore = KeyStore.getInstance("Holdfast", holdfast);
    keyStore.load(null, null);
    X509Certificate[] chain = Certificates.chain(pair.getPublic(), "localhost");
    keyStore.setKeyEntry("old-clients", pair.getPrivate(), null, chain);
    SSLContext context = Tls.context(Tls.keyManagers(keyStore, "PKIX"));
    for (Client client : clients) {
      System.out.println("negotiated " + handshake(context, client));
    }
    keyStore.deleteEntry("old-clients");
  }

  private static String handshake(SSLContext context, Client client) throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (SSLServerSocket listening =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0)) {
      listening.setEnabledProtocols(new String[] {client.protocol()});
      listening.setEnabledCipherSuites(new String[] {client.suite()});
      listening.setNeedClientAuth(client.mutual());
      listening.setSoTimeout(TIMEOUT_MILLIS);
      Future<Integer> served = executor.submit(() -> serve(listening));
      try (SSLSocket socket =
          (SSLSocket)
              context.getSocketFactory().createSocket("localhost", listening.getLocalPort())) {
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setEnabledProtocols(new String[] {client.protocol()});
        socket.setEnabledCipherSuites(new String[] {client.suite()});
        socket.getOutputStream().write(42);
        if (served.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS) != 42) {
          throw new AssertionError("The server read something else");
        }
        return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
      }
    } finally {
      executor.shutdownNow();
    }
  }

  private static int serve(SSLServerSocket listening) throws Exception {
    try (SSLSocket socket = (SSLSocket) listening.accept()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      return socket.getInputStream().read();
    }
  }
}
