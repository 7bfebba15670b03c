// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.security.AlgorithmConstraints;
import java.security.AlgorithmParameters;
import java.security.CryptoPrimitive;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The JDK's own TLS with keys of ours on both sides, wherever Holdfast stands in the list. */
class TlsContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  /** Every kind of key that TLS knows signatures of. */
  private static final List<String> KINDS =
      List.of(
          "RSA-2048",
          Workbench.PSS_KIND,
          "secp256r1",
          "secp384r1",
          "secp521r1",
          "Ed25519",
          "Ed448");

  @AfterEach
  void unregister() {
    Security.removeProvider("Holdfast");
  }

  /** The fixture's KeyStore with one key in it, so that a key manager has no choice. */
  private static KeyStore keyStore(Backend backend, String kind) throws Exception {
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    for (String alias : List.of("tls", "tea", "coffee")) {
      keyStore.deleteEntry(alias);
    }
    KeyPair pair = BENCH.newPair(backend, kind);
    X509Certificate[] chain = Certificates.chain(pair.getPublic(), "localhost");
    keyStore.setKeyEntry("tls", pair.getPrivate(), null, chain);
    return keyStore;
  }

  private static SSLContext context(KeyStore keyStore, String managers) throws Exception {
    return Tls.context(Tls.keyManagers(keyStore, managers));
  }

  @EveryBackend
  void mutualTls_withKeysOfOurs(Backend backend) throws Exception {
    for (String kind : BENCH.offered(backend, KINDS)) {
      KeyStore keyStore = keyStore(backend, kind);
      for (int position : positions(kind)) {
        try (Installed holdfast = Installed.at(BENCH.fixture(backend).provider(), position)) {
          for (String managers : managers(position)) {
            for (String protocol : PROTOCOLS) {
              assertMeet(keyStore, managers, protocol, kind + " at " + position);
            }
          }
          if (kind.startsWith("RSA-")) {
            assertServesWithoutPss(keyStore);
          }
        }
      }
    }
  }

  /** Every kind at the end of the list, the documented place; one of each family elsewhere too. */
  private static int[] positions(String kind) {
    int last = Security.getProviders().length + 1;
    boolean everywhere = List.of("RSA-2048", "secp256r1", "Ed25519").contains(kind);
    return everywhere ? new int[] {1, 5, last} : new int[] {last};
  }

  /** Both at the end of the list, the documented place; one at each other place. */
  private static List<String> managers(int position) {
    return switch (position) {
      case 1 -> List.of("SunX509");
      case 5 -> List.of("PKIX");
      default -> List.of("SunX509", "PKIX");
    };
  }

  private static void assertMeet(KeyStore keyStore, String managers, String protocol, String what)
      throws Exception {
    Tls.Seen seen =
        Tls.meet(
            context(keyStore, managers),
            context(keyStore, managers),
            true,
            terms -> terms.setProtocols(new String[] {protocol}));
    assertEquals(protocol, seen.protocol(), () -> what + ", " + managers);
    assertEquals(keyStore.getCertificate("tls"), seen.server(), () -> what + ", " + managers);
  }

  /** A client that knows no PSS, as older ones: the server signs by PKCS#1. */
  private static void assertServesWithoutPss(KeyStore keyStore) throws Exception {
    Tls.Seen seen =
        Tls.meet(
            context(keyStore, "PKIX"),
            context(keyStore, "PKIX"),
            true,
            terms -> {
              terms.setProtocols(new String[] {"TLSv1.2"});
              terms.setAlgorithmConstraints(new Without("RSASSA-PSS"));
            });
    assertEquals("TLSv1.2", seen.protocol());
  }

  private record Without(String algorithm) implements AlgorithmConstraints {
    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives, String name, AlgorithmParameters parameters) {
      return !algorithm.equals(name);
    }

    @Override
    public boolean permits(Set<CryptoPrimitive> primitives, Key key) {
      return true;
    }

    @Override
    public boolean permits(
        Set<CryptoPrimitive> primitives, String name, Key key, AlgorithmParameters parameters) {
      return !algorithm.equals(name);
    }
  }

  /** By the session's age: JDK 25 asks for the key on resumption too, and does not use it. */
  @EveryBackend
  void sessions_areResumed(Backend backend) throws Exception {
    KeyStore keyStore = keyStore(backend, "secp256r1");
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      for (String protocol : PROTOCOLS) {
        SSLContext client = Tls.context();
        List<Tls.Seen> seen =
            Tls.meet(
                context(keyStore, "PKIX"),
                List.of(client, client, client, Tls.context()),
                false,
                terms -> terms.setProtocols(new String[] {protocol}));
        assertEquals(seen.get(0).created(), seen.get(1).created(), protocol);
        assertEquals(seen.get(0).created(), seen.get(2).created(), protocol);
        assertNotEquals(seen.get(0).created(), seen.get(3).created(), protocol + ", a stranger");
      }
    }
  }

  /** One KeyStore, several keys: the key manager picks by the name that the client asks for. */
  @EveryBackend
  void serverNames_pickAmongTheKeysOfOneKeyStore(Backend backend) throws Exception {
    KeyStore keyStore = keyStore(backend, "secp384r1");
    keyStore.deleteEntry("tls");
    for (String host : List.of("tea", "coffee")) {
      KeyPair pair = BENCH.newPair(backend, "secp256r1");
      X509Certificate[] chain = Certificates.chainFor(pair.getPublic(), host + ".example");
      keyStore.setKeyEntry(host, pair.getPrivate(), null, chain);
    }
    try (Installed holdfast = Installed.last(BENCH.fixture(backend))) {
      for (String managers : List.of("PKIX", "NewSunX509")) {
        for (String protocol : PROTOCOLS) {
          for (String host : List.of("tea", "coffee")) {
            SSLContext server = context(keyStore, managers);
            Tls.Seen seen =
                Tls.meet(server, Tls.context(), false, terms -> ask(terms, protocol, host));
            assertEquals(keyStore.getCertificate(host), seen.server(), managers + host);
          }
        }
      }
    }
  }

  private static void ask(SSLParameters terms, String protocol, String host) {
    terms.setProtocols(new String[] {protocol});
    terms.setEndpointIdentificationAlgorithm("");
    terms.setServerNames(List.of(new SNIHostName(host + ".example")));
  }
}
