// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.BlockMode;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.openssl.OpenSsl;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import javax.crypto.Cipher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenSSL beside the JDK: each reads what the other wrote. */
class OpenSslEngineTest {
  private static final byte[] MESSAGE =
      "a message of some length".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

  private final Engine openssl = Engines.of("openssl");
  private final Engine jdk = Engines.of("jdk");
  private final SecureRandom random = new SecureRandom();

  private interface Call {
    byte[] on(EngineKey key) throws KeyOperationException;
  }

  private static byte[] with(
      Engine engine, KeySpec spec, SecretMemory material, Algorithm use, Call call)
      throws KeyOperationException {
    try (EngineKey key = engine.load(spec, material, use)) {
      if (engine instanceof OpenSslEngine) {
        assertTrue(
            key instanceof OpenSslPrivateKey || key instanceof OpenSslSecretKey, key.toString());
      }
      byte[] once = call.on(key);
      // A second time, on a copy: what is kept from call to call must not show.
      try (EngineKey copy = key.copy().orElseThrow()) {
        call.on(copy);
      }
      call.on(key);
      return once;
    }
  }

  private static byte[] digest(Digest digest) throws Exception {
    return MessageDigest.getInstance(digest.jcaName()).digest(MESSAGE);
  }

  private static void verify(Signature verifier, PublicKey key, byte[] signature) throws Exception {
    verifier.initVerify(key);
    verifier.update(MESSAGE);
    assertTrue(verifier.verify(signature));
  }

  @Test
  void rsaSignaturesAndDecryptions_areWhatTheJdkExpects() throws Exception {
    KeySpec spec = KeySpec.rsa(2048);
    Engine.Generated made = openssl.generate(spec);
    PublicKey publicKey = made.publicKey().orElseThrow();
    try (SecretMemory material = made.material()) {
      for (Digest digest : new Digest[] {Digest.SHA_256, Digest.SHA_512}) {
        byte[] hash = digest(digest);
        SignScheme pkcs1 = SignScheme.rsaPkcs1(digest);
        verify(
            Signature.getInstance(digest.jcaName().replace("-", "") + "withRSA"),
            publicKey,
            with(openssl, spec, material, pkcs1, key -> key.sign(pkcs1, hash)));
        SignScheme pss = SignScheme.rsaPss(digest, digest, digest.length());
        Signature verifier = Signature.getInstance("RSASSA-PSS");
        verifier.setParameter(
            new PSSParameterSpec(
                digest.jcaName(),
                "MGF1",
                new MGF1ParameterSpec(digest.jcaName()),
                digest.length(),
                1));
        verify(verifier, publicKey, with(openssl, spec, material, pss, key -> key.sign(pss, hash)));
      }
      Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
      cipher.init(Cipher.ENCRYPT_MODE, publicKey);
      byte[] encrypted = cipher.doFinal(MESSAGE);
      CipherScheme oaep = new CipherScheme.RsaOaep(Digest.SHA_1, Digest.SHA_1, new byte[0]);
      assertArrayEquals(
          MESSAGE,
          with(
              openssl,
              spec,
              material,
              oaep,
              key -> key.decrypt(oaep, encrypted, 0, encrypted.length)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"P_256", "P_384", "P_521"})
  void ecdsaSignatures_verify(EcCurve curve) throws Exception {
    KeySpec spec = KeySpec.ec(curve);
    Engine.Generated made = openssl.generate(spec);
    try (SecretMemory material = made.material()) {
      byte[] hash = digest(Digest.SHA_256);
      byte[] signature =
          with(
              openssl,
              spec,
              material,
              SignScheme.ecdsa(),
              key -> key.sign(SignScheme.ecdsa(), hash));
      verify(Signature.getInstance("SHA256withECDSA"), made.publicKey().orElseThrow(), signature);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 192, 256})
  void gcm_isTheJdks(int bits) throws Exception {
    KeySpec spec = KeySpec.aes(bits);
    try (SecretMemory material = openssl.generate(spec).material()) {
      for (int length : new int[] {0, 1, 16, 1000, 40_000}) {
        byte[] in = bytes(length);
        CipherScheme scheme = new CipherScheme.AesGcm(bytes(12), bytes(length % 7), 128);
        byte[] theirs =
            with(jdk, spec, material, scheme, key -> key.encrypt(scheme, in, 0, length));
        assertArrayEquals(
            theirs,
            with(openssl, spec, material, scheme, key -> key.encrypt(scheme, in, 0, length)));
        assertArrayEquals(
            in,
            with(
                openssl,
                spec,
                material,
                scheme,
                key -> key.decrypt(scheme, theirs, 0, theirs.length)));
        theirs[theirs.length - 1] ^= 1;
        KeyOperationException refusal =
            assertThrows(
                KeyOperationException.class,
                () ->
                    with(
                        openssl,
                        spec,
                        material,
                        scheme,
                        key -> key.decrypt(scheme, theirs, 0, theirs.length)));
        assertSame(Reason.BAD_TAG, refusal.reason());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"AES_ECB", "AES_CBC", "AES_CTR"})
  void blockModes_areTheJdks(BlockMode mode) throws Exception {
    KeySpec spec = KeySpec.aes(256);
    byte[] in = bytes(64);
    CipherScheme scheme = new CipherScheme.Blocks(mode, bytes(mode.ivLength()));
    try (SecretMemory material = openssl.generate(spec).material()) {
      byte[] theirs = with(jdk, spec, material, scheme, key -> key.encrypt(scheme, in, 0, 64));
      assertArrayEquals(
          theirs, with(openssl, spec, material, scheme, key -> key.encrypt(scheme, in, 0, 64)));
      assertArrayEquals(
          in, with(openssl, spec, material, scheme, key -> key.decrypt(scheme, theirs, 0, 64)));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"SHA_1", "SHA_224", "SHA_256", "SHA_384", "SHA_512"})
  void hmac_isTheJdks(Digest digest) throws Exception {
    KeySpec spec = KeySpec.hmac(digest);
    MacScheme scheme = MacScheme.of(digest);
    Call call = key -> key.mac(scheme, MESSAGE, 2, 9);
    try (SecretMemory material = openssl.generate(spec).material()) {
      assertArrayEquals(
          with(jdk, spec, material, scheme, call), with(openssl, spec, material, scheme, call));
    }
  }

  @Test
  void whatOpenSslDoesNotDo_isComputedByTheOthers() throws Exception {
    KeySpec spec = KeySpec.aes(256);
    CipherScheme ccm = new CipherScheme.AesCcm(bytes(12), new byte[0], 128);
    try (SecretMemory material = openssl.generate(spec).material();
        EngineKey key = openssl.load(spec, material, ccm)) {
      assertInstanceOf(ProviderKey.class, key);
      byte[] encrypted = key.encrypt(ccm, MESSAGE, 0, MESSAGE.length);
      assertArrayEquals(MESSAGE, key.decrypt(ccm, encrypted, 0, encrypted.length));
    }
  }

  @Test
  void materialOfAnotherSpec_isRefused() throws Exception {
    try (SecretMemory material = openssl.generate(KeySpec.ec(EcCurve.P_384)).material()) {
      for (KeySpec other : new KeySpec[] {KeySpec.ec(EcCurve.P_256), KeySpec.rsa(2048)}) {
        Algorithm use =
            other.curve().isPresent() ? SignScheme.ecdsa() : SignScheme.rsaPkcs1(Digest.SHA_256);
        KeyOperationException refusal =
            assertThrows(
                KeyOperationException.class, () -> openssl.load(other, material, use).close());
        assertSame(Reason.WRONG_KEY, refusal.reason());
      }
    }
    try (SecretMemory noise = SecretMemory.copyOf(bytes(100))) {
      KeyOperationException refusal =
          assertThrows(
              KeyOperationException.class,
              () -> openssl.load(KeySpec.rsa(2048), noise, SignScheme.rsaPkcs1Raw()).close());
      assertSame(Reason.WRONG_KEY, refusal.reason());
    }
  }

  @Test
  void closedKey_isNotCopied() throws Exception {
    KeySpec spec = KeySpec.aes(128);
    try (SecretMemory material = openssl.generate(spec).material()) {
      EngineKey key =
          openssl.load(spec, material, new CipherScheme.AesGcm(bytes(12), new byte[0], 128));
      key.close();
      key.close();
      assertEquals(Optional.empty(), key.copy());
    }
  }

  @Test
  void description_saysWhoComputes() {
    assertEquals(Optional.empty(), OpenSsl.missing());
    String described = openssl.describe();
    assertTrue(described.startsWith("openssl: OpenSSL 3."), described);
    assertTrue(described.contains("for the rest auto: "), described);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
