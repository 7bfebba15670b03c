// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What programs find in an entry with a private key, for every kind of key. */
class KeyEntryContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  /** Those that tell their parameter set and not more. */
  private static final List<String> NAMED =
      List.of("Ed25519", "Ed448", "X25519", "X448", "ML-DSA-65", "ML-KEM-768", "SLH-DSA-SHA2-128F");

  private static List<String> kinds(Backend backend) throws Exception {
    List<String> kinds = new ArrayList<>(List.of("RSA-2048", Workbench.PSS_KIND));
    kinds.addAll(BENCH.offered(backend, Workbench.EC_KINDS));
    kinds.addAll(BENCH.offered(backend, Workbench.OTHER_EC_KINDS));
    kinds.addAll(BENCH.offered(backend, NAMED));
    return kinds;
  }

  /** An entry is refused whose key is not called exactly what its certificate's is. */
  @EveryBackend
  void keyIsCalledWhatItsCertificateCallsIt(Backend backend) throws Exception {
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    for (String kind : kinds(backend)) {
      KeyPair pair = BENCH.pair(backend, kind);
      assertEquals(pair.getPublic().getAlgorithm(), pair.getPrivate().getAlgorithm(), kind);
      X509Certificate[] chain = Certificates.chain(pair.getPublic(), "localhost");
      keyStore.setKeyEntry("entry", pair.getPrivate(), null, chain);
      KeyStore.PrivateKeyEntry entry =
          assertInstanceOf(KeyStore.PrivateKeyEntry.class, keyStore.getEntry("entry", null), kind);
      assertEquals(chain[0].getPublicKey().getAlgorithm(), entry.getPrivateKey().getAlgorithm());
      assertEquals(keyStore.getKey("entry", null), entry.getPrivateKey());
    }
  }

  /** Through the interfaces of 17, and the one that every private key has since JDK 22. */
  @EveryBackend
  void keyTellsItsParameters(Backend backend) throws Exception {
    for (String kind : kinds(backend)) {
      PrivateKey key = BENCH.pair(backend, kind).getPrivate();
      Optional<AlgorithmParameterSpec> told = paramsOfAnyKey(key);
      if (NAMED.contains(kind) && told.isPresent()) {
        NamedParameterSpec named = assertInstanceOf(NamedParameterSpec.class, told.get(), kind);
        assertEquals(kind, named.getName());
      }
      if (key instanceof ECKey ec) {
        ECParameterSpec spec = ec.getParams();
        told.ifPresent(params -> assertEquals(spec, params, kind));
      }
      if (key instanceof EdECPrivateKey edwards) {
        assertEquals(kind, edwards.getParams().getName());
        assertEquals(Optional.empty(), edwards.getBytes(), kind);
      }
      if (key instanceof XECPrivateKey montgomery) {
        assertEquals(kind, ((NamedParameterSpec) montgomery.getParams()).getName());
        assertEquals(Optional.empty(), montgomery.getScalar(), kind);
      }
    }
  }

  /** What {@code AsymmetricKey.getParams} answers; empty before JDK 22, or if it is null. */
  private static Optional<AlgorithmParameterSpec> paramsOfAnyKey(PrivateKey key) throws Exception {
    if (Runtime.version().feature() < 22) {
      return Optional.empty();
    }
    MethodHandle getParams =
        MethodHandles.publicLookup()
            .findVirtual(
                PrivateKey.class, "getParams", MethodType.methodType(AlgorithmParameterSpec.class));
    try {
      Optional<AlgorithmParameterSpec> told =
          Optional.ofNullable((AlgorithmParameterSpec) getParams.invoke(key));
      boolean unbound = key instanceof RSAKey rsa && rsa.getParams() == null;
      assertEquals(unbound, told.isEmpty(), key.getAlgorithm());
      return told;
    } catch (Throwable e) {
      throw new AssertionError("getParams of " + key, e);
    }
  }
}
