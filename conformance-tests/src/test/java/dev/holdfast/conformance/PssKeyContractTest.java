// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.SignScheme;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Keys of the JDK's algorithm RSASSA-PSS (RFC 4055, section 1.2): they sign by PSS, with what they
 * are bound to, and do nothing else, wherever they lie and whoever asks.
 */
class PssKeyContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final String NAME = "RSASSA-PSS";

  private static final PSSParameterSpec BINDING =
      new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA256, 24, 1);

  /** Weaker or other than what the key is bound to. */
  private static final List<PSSParameterSpec> OTHERS =
      List.of(
          new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 24, 1),
          new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA384, 24, 1),
          new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA256, 23, 1));

  private static KeyPair pair(Backend backend) throws Exception {
    return generate(BENCH.fixture(backend).provider(), BINDING);
  }

  private static KeyPair generate(Provider provider, PSSParameterSpec binding) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(NAME, provider);
    generator.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4, binding));
    return generator.generateKeyPair();
  }

  private static PSSParameterSpec salted(int length) {
    return new PSSParameterSpec("SHA-384", "MGF1", MGF1ParameterSpec.SHA256, length, 1);
  }

  private static void assertBound(Object key) {
    PSSParameterSpec told =
        assertInstanceOf(PSSParameterSpec.class, ((RSAKey) key).getParams(), key.toString());
    assertEquals(BINDING.getDigestAlgorithm(), told.getDigestAlgorithm());
    assertEquals(
        MGF1ParameterSpec.SHA256.getDigestAlgorithm(),
        ((MGF1ParameterSpec) told.getMGFParameters()).getDigestAlgorithm());
    assertEquals(BINDING.getSaltLength(), told.getSaltLength());
    assertEquals(NAME, ((java.security.Key) key).getAlgorithm());
  }

  /** With the key's parameters and a longer salt; verified by the JDK with the bound public key. */
  private static void assertSigns(Backend backend, KeyPair pair) throws Exception {
    Signature signer = Signature.getInstance(NAME, BENCH.fixture(backend).provider());
    for (int salt : new int[] {24, 40}) {
      signer.initSign(pair.getPrivate());
      signer.setParameter(salted(salt));
      signer.update((byte) 1);
      byte[] signature = signer.sign();
      Signature verifier = Signature.getInstance(NAME, "SunRsaSign");
      verifier.initVerify(pair.getPublic());
      verifier.setParameter(salted(salt));
      verifier.update((byte) 1);
      assertTrue(verifier.verify(signature));
    }
  }

  private static void assertDoesNothingElse(Backend backend, PrivateKey key) throws Exception {
    Provider provider = BENCH.fixture(backend).provider();
    Signature signer = Signature.getInstance(NAME, provider);
    signer.initSign(key);
    for (PSSParameterSpec other : OTHERS) {
      assertThrows(InvalidAlgorithmParameterException.class, () -> signer.setParameter(other));
      Signature prepared = Signature.getInstance(NAME, provider);
      prepared.setParameter(other);
      assertThrows(InvalidKeyException.class, () -> prepared.initSign(key));
    }
    for (String name : List.of("SHA384withRSA", "NONEwithRSA", "SHA256withRSAandMGF1")) {
      Signature other = Signature.getInstance(name, provider);
      assertThrows(InvalidKeyException.class, () -> other.initSign(key), name);
    }
    for (String name :
        List.of("RSA/ECB/PKCS1Padding", "RSA/ECB/OAEPPadding", "RSA/ECB/NoPadding")) {
      Cipher cipher = Cipher.getInstance(name, provider);
      for (int mode : new int[] {Cipher.ENCRYPT_MODE, Cipher.DECRYPT_MODE, Cipher.UNWRAP_MODE}) {
        assertThrows(InvalidKeyException.class, () -> cipher.init(mode, key), name);
      }
    }
  }

  @EveryBackend
  void boundKey_signsByItsParametersAlone(Backend backend) throws Exception {
    KeyPair pair = pair(backend);
    assertBound(pair.getPrivate());
    assertBound(pair.getPublic());
    assertNull(pair.getPrivate().getEncoded());
    assertSigns(backend, pair);
    assertDoesNothingElse(backend, pair.getPrivate());
  }

  /** As it comes out of the store after a restart, on a lone token by its certificate. */
  @EveryBackend
  void storedKey_staysBound(Backend backend) throws Exception {
    Fixture fixture = BENCH.fixture(backend);
    KeyPair pair = pair(backend);
    X509Certificate[] chain = Certificates.chain(pair.getPublic(), "localhost");
    fixture.keyStore().setKeyEntry("bound", pair.getPrivate(), null, chain);
    fixture.reopen();
    KeyStore.PrivateKeyEntry entry =
        (KeyStore.PrivateKeyEntry) fixture.keyStore().getEntry("bound", null);
    assertBound(entry.getPrivateKey());
    assertBound(entry.getCertificate().getPublicKey());
    assertSigns(backend, new KeyPair(pair.getPublic(), entry.getPrivateKey()));
    assertDoesNothingElse(backend, entry.getPrivateKey());
    assertEquals(
        "RSA_PSS_2048/SHA_384/SHA_256/24",
        fixture.vault().keys().stream()
            .filter(key -> key.aliases().contains("bound"))
            .findFirst()
            .orElseThrow()
            .spec()
            .name());
  }

  /** The gate itself, whoever asks: no engine of the JCA stands before it here. */
  @EveryBackend
  void gate_refusesOtherUses(Backend backend) throws Exception {
    Fixture fixture = BENCH.fixture(backend);
    KeyPair pair = pair(backend);
    X509Certificate[] chain = Certificates.chain(pair.getPublic(), "localhost");
    fixture.keyStore().setKeyEntry("gated", pair.getPrivate(), null, chain);
    var key = fixture.vault().entry("gated").orElseThrow().key().orElseThrow();
    for (SignScheme scheme :
        List.of(
            SignScheme.rsaPkcs1(Digest.SHA_384),
            SignScheme.rsaPkcs1Raw(),
            SignScheme.rsaRaw(),
            SignScheme.rsaPss(Digest.SHA_384, Digest.SHA_256, 23),
            SignScheme.rsaPss(Digest.SHA_384, Digest.SHA_384, 48))) {
      KeyOperationException refusal =
          assertThrows(
              KeyOperationException.class, () -> key.sign(scheme, new byte[48]), scheme::toString);
      assertEquals(Reason.WRONG_KEY, refusal.reason());
    }
  }

  @EveryBackend
  void certificateOfAnotherAlgorithm_isRefused(Backend backend) throws Exception {
    KeyPair pair = pair(backend);
    RSAPublicKey numbers = (RSAPublicKey) pair.getPublic();
    X509Certificate[] plain =
        Certificates.chain(
            KeyFactory.getInstance("RSA")
                .generatePublic(
                    new java.security.spec.RSAPublicKeySpec(
                        numbers.getModulus(), numbers.getPublicExponent())),
            "localhost");
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    assertThrows(
        KeyStoreException.class,
        () -> keyStore.setKeyEntry("plain", pair.getPrivate(), null, plain));
  }

  @EveryBackend
  void softwareKey_staysBoundWhenItIsTakenIn(Backend backend) throws Exception {
    KeyPair pair = generate(java.security.Security.getProvider("SunRsaSign"), BINDING);
    Provider provider = BENCH.fixture(backend).provider();
    PrivateKey handle =
        (PrivateKey) KeyFactory.getInstance(NAME, provider).translateKey(pair.getPrivate());
    assertBound(handle);
    assertSigns(backend, new KeyPair(pair.getPublic(), handle));
    assertDoesNothingElse(backend, handle);
    assertThrows(
        InvalidKeyException.class,
        () -> KeyFactory.getInstance("RSA", provider).translateKey(pair.getPrivate()));
  }

  /** What it is bound to has a place in a record, and on a lone token in a certificate only. */
  @EveryBackend
  void keyWithoutCertificate_isKept_orRefusedByATokenThatStandsAlone(Backend backend)
      throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(NAME, BENCH.fixture(backend).provider());
    generator.initialize(HoldfastKeySpec.builder().alias("bare").keySize(2048).build());
    if (!backend.hasVault()) {
      ProviderException refusal = assertThrows(ProviderException.class, generator::generateKeyPair);
      assertTrue(refusal.getMessage().contains("certificate"), refusal::getMessage);
      return;
    }
    assertNull(((RSAKey) generator.generateKeyPair().getPrivate()).getParams());
    BENCH.fixture(backend).reopen();
    PrivateKey stored = (PrivateKey) BENCH.fixture(backend).keyStore().getKey("bare", null);
    assertEquals(NAME, stored.getAlgorithm());
    assertEquals(Optional.empty(), Optional.ofNullable(((RSAKey) stored).getParams()));
    Signature pkcs1 = Signature.getInstance("SHA256withRSA", BENCH.fixture(backend).provider());
    assertThrows(InvalidKeyException.class, () -> pkcs1.initSign(stored));
  }
}
