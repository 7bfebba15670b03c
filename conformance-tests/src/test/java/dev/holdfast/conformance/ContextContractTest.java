// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Signatures in a context (FIPS 204 and 205), by Bouncy Castle's class: the JDK has none. */
class ContextContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final byte[] MESSAGE = "signed in a context".getBytes(UTF_8);
  private static final List<String> KINDS = List.of("ML-DSA-44", "ML-DSA-65", "SLH-DSA-SHA2-128F");

  private static final List<ContextParameterSpec> CONTEXTS =
      List.of(
          new ContextParameterSpec(new byte[0]),
          new ContextParameterSpec("a context".getBytes(UTF_8)),
          new ContextParameterSpec(new byte[255]));

  private static byte[] sign(
      Provider provider, String name, PrivateKey key, ContextParameterSpec context)
      throws Exception {
    Signature signer = Signature.getInstance(name, provider);
    signer.initSign(key);
    signer.setParameter(context);
    signer.update(MESSAGE);
    return signer.sign();
  }

  /** Before the key or after it, which is all one. */
  private static boolean verifies(
      Provider provider,
      String name,
      PublicKey key,
      ContextParameterSpec context,
      byte[] signature,
      boolean before)
      throws Exception {
    Signature verifier = Signature.getInstance(name, provider);
    if (before) {
      verifier.setParameter(context);
    }
    verifier.initVerify(key);
    if (!before) {
      verifier.setParameter(context);
    }
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }

  private static PublicKey castle(PublicKey key) throws Exception {
    return java.security.KeyFactory.getInstance(key.getAlgorithm(), BOUNCY_CASTLE)
        .generatePublic(new java.security.spec.X509EncodedKeySpec(key.getEncoded()));
  }

  @EveryBackend
  void everyContext_isVerifiedHere_andByBouncyCastle(Backend backend) throws Exception {
    Provider holdfast = BENCH.fixture(backend).provider();
    for (String kind : BENCH.offered(backend, KINDS)) {
      KeyPair pair = BENCH.pair(backend, kind);
      for (ContextParameterSpec context : CONTEXTS) {
        byte[] signature = sign(holdfast, kind, pair.getPrivate(), context);
        for (ContextParameterSpec other : CONTEXTS) {
          boolean same = other == context;
          PublicKey key = pair.getPublic();
          assertEquals(same, verifies(holdfast, kind, key, other, signature, same), kind);
          assertEquals(same, verifies(holdfast, kind, key, other, signature, !same), kind);
          assertEquals(
              same, verifies(BOUNCY_CASTLE, kind, castle(key), other, signature, false), kind);
        }
      }
    }
  }

  @EveryBackend
  void longerContext_isRefused_andTheNextMessageHasTheFormer(Backend backend) throws Exception {
    Provider holdfast = BENCH.fixture(backend).provider();
    ContextParameterSpec tooLong = new ContextParameterSpec(new byte[256]);
    for (String kind : BENCH.offered(backend, List.of("ML-DSA-65", "Ed25519"))) {
      KeyPair pair = BENCH.pair(backend, kind);
      Signature signer = Signature.getInstance(kind, holdfast);
      assertThrows(InvalidAlgorithmParameterException.class, () -> signer.setParameter(tooLong));
      signer.initSign(pair.getPrivate());
      assertThrows(InvalidAlgorithmParameterException.class, () -> signer.setParameter(tooLong));
      if (kind.startsWith("Ed")) {
        continue;
      }
      signer.setParameter(CONTEXTS.get(1));
      assertThrows(InvalidAlgorithmParameterException.class, () -> signer.setParameter(tooLong));
      for (int i = 0; i < 2; i++) {
        signer.update(MESSAGE);
        byte[] signature = signer.sign();
        assertTrue(verifies(holdfast, kind, pair.getPublic(), CONTEXTS.get(1), signature, true));
      }
    }
  }

  /** Ed25519ctx, with the class of either library; a token does not have it. */
  @EveryBackend
  void contextOfEdwardsCurves_isWhatTheJdkCallsIt(Backend backend) throws Exception {
    Provider holdfast = BENCH.fixture(backend).provider();
    for (String kind : BENCH.offered(backend, List.of("Ed25519", "Ed448"))) {
      KeyPair pair = BENCH.pair(backend, kind);
      ContextParameterSpec context = CONTEXTS.get(1);
      if (backend.hasToken()) {
        assertThrows(
            InvalidAlgorithmParameterException.class,
            () -> sign(holdfast, kind, pair.getPrivate(), context));
        Signature prepared = Signature.getInstance(kind, holdfast);
        prepared.setParameter(context);
        assertThrows(InvalidKeyException.class, () -> prepared.initSign(pair.getPrivate()));
        continue;
      }
      byte[] signature = sign(holdfast, kind, pair.getPrivate(), context);
      Signature verifier = Signature.getInstance(kind, "SunEC");
      verifier.setParameter(new java.security.spec.EdDSAParameterSpec(false, context.getContext()));
      verifier.initVerify(pair.getPublic());
      verifier.update(MESSAGE);
      assertTrue(verifier.verify(signature), kind);
      assertTrue(verifies(holdfast, kind, pair.getPublic(), context, signature, false), kind);
    }
  }

  /** Named, Holdfast does for software keys what it does for its own. */
  @EveryBackend
  void softwareKey_signsInAContext(Backend backend) throws Exception {
    Provider holdfast = BENCH.fixture(backend).provider();
    KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44", BOUNCY_CASTLE).generateKeyPair();
    byte[] signature = sign(holdfast, "ML-DSA-44", pair.getPrivate(), CONTEXTS.get(1));
    assertTrue(
        verifies(BOUNCY_CASTLE, "ML-DSA-44", pair.getPublic(), CONTEXTS.get(1), signature, false));
  }
}
