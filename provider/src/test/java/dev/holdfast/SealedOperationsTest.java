// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Opaque keys of a sealed vault, used by code that names no provider. */
class SealedOperationsTest {
  private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  @TempDir static Path folder;
  private static SealedHoldfast holdfast;
  private static Registered registered;

  @BeforeAll
  static void open() throws Exception {
    holdfast = new SealedHoldfast(folder);
    registered = Registered.last(holdfast.provider);
  }

  @AfterAll
  static void close() {
    registered.close();
  }

  private KeyPair rsa() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", holdfast.provider);
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private KeyPair ec(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", holdfast.provider);
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private SecretKey secret(String algorithm) throws Exception {
    return KeyGenerator.getInstance(algorithm, holdfast.provider).generateKey();
  }

  private static boolean verifies(
      String name, AlgorithmParameterSpec params, KeyPair pair, byte[] signature) throws Exception {
    Signature verifier = Signature.getInstance(name);
    if (params != null) {
      verifier.setParameter(params);
    }
    verifier.initVerify(pair.getPublic());
    verifier.update(MESSAGE);
    return verifier.verify(signature);
  }

  @Test
  void keysTellSizeAndCurveAndNothingElse() throws Exception {
    KeyPair rsa = rsa();
    KeyPair ec = ec("secp384r1");
    for (Key key : new Key[] {rsa.getPrivate(), ec.getPrivate(), secret("AES")}) {
      assertNull(key.getEncoded());
      assertNull(key.getFormat());
      assertTrue(key.toString().startsWith("Holdfast key session/"));
      try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
        assertThrows(NotSerializableException.class, () -> out.writeObject(key));
      }
    }
    assertEquals("RSA", rsa.getPrivate().getAlgorithm());
    assertEquals(2048, ((RSAKey) rsa.getPrivate()).getModulus().bitLength());
    assertFalse(rsa.getPrivate() instanceof RSAPrivateKey);
    assertEquals(384, ((ECKey) ec.getPrivate()).getParams().getOrder().bitLength());
    assertEquals("HmacSHA384", secret("HmacSHA384").getAlgorithm());
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA", "NONEwithRSA"})
  void rsaSignaturesVerifyElsewhere(String name) throws Exception {
    signsAndIsReusable(name, rsa());
  }

  @ParameterizedTest
  @CsvSource({
    "SHA256withECDSA,secp256r1",
    "SHA384withECDSA,secp384r1",
    "SHA512withECDSA,secp521r1",
    "NONEwithECDSA,secp256r1"
  })
  void ecdsaSignaturesVerifyElsewhere(String name, String curve) throws Exception {
    signsAndIsReusable(name, ec(curve));
  }

  private void signsAndIsReusable(String name, KeyPair pair) throws Exception {
    Signature signer = Signature.getInstance(name);
    signer.initSign(pair.getPrivate());
    assertEquals("Holdfast", signer.getProvider().getName());
    signer.update(MESSAGE);
    assertTrue(verifies(name, null, pair, signer.sign()));
    for (byte b : MESSAGE) {
      signer.update(b);
    }
    assertTrue(verifies(name, null, pair, signer.sign()));
    signer.update(ByteBuffer.wrap(MESSAGE).asReadOnlyBuffer());
    assertTrue(verifies(name, null, pair, signer.sign()));
  }

  @Test
  void pssTakesParametersAfterTheKeyAndBeforeIt() throws Exception {
    KeyPair pair = rsa();
    Signature after = Signature.getInstance("RSASSA-PSS");
    after.initSign(pair.getPrivate());
    assertThrows(SignatureException.class, () -> after.update(MESSAGE));
    after.setParameter(PSS);
    after.update(MESSAGE);
    assertTrue(verifies("RSASSA-PSS", PSS, pair, after.sign()));
    Signature before = Signature.getInstance("RSASSA-PSS", holdfast.provider);
    before.setParameter(PSS);
    before.initSign(pair.getPrivate());
    before.update(MESSAGE);
    assertTrue(verifies("RSASSA-PSS", PSS, pair, before.sign()));
    Signature named = Signature.getInstance("SHA256withRSA/PSS");
    named.initSign(pair.getPrivate());
    named.update(MESSAGE);
    assertTrue(verifies("RSASSA-PSS", PSS, pair, named.sign()));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () ->
            after.setParameter(
                new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 223, 1)));
  }

  @Test
  void wrongKeysAndTooLongInputAreRefusedAndTheSignatureStaysUsable() throws Exception {
    KeyPair pair = rsa();
    Signature signer = Signature.getInstance("NONEwithRSA", holdfast.provider);
    assertThrows(InvalidKeyException.class, () -> signer.initSign(ec("secp256r1").getPrivate()));
    signer.initSign(pair.getPrivate());
    signer.update(new byte[246]);
    assertThrows(SignatureException.class, signer::sign);
    signer.update(MESSAGE);
    assertTrue(verifies("NONEwithRSA", null, pair, signer.sign()));
  }

  @Test
  void destroyedKeysAreRefused() throws Exception {
    KeyPair pair = rsa();
    Signature signer = Signature.getInstance("SHA256withRSA", holdfast.provider);
    signer.initSign(pair.getPrivate());
    pair.getPrivate().destroy();
    assertTrue(pair.getPrivate().isDestroyed());
    assertThrows(SignatureException.class, signer::sign);
    assertThrows(InvalidKeyException.class, () -> signer.initSign(pair.getPrivate()));
  }

  @Test
  void gcmRoundTripsWithRandomIvAadAndPieces() throws Exception {
    SecretKey key = secret("AES");
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    assertEquals(12, cipher.getIV().length);
    cipher.updateAAD(MESSAGE);
    assertEquals(0, cipher.update(MESSAGE, 0, 4).length);
    byte[] ciphertext = cipher.doFinal(MESSAGE, 4, MESSAGE.length - 4);
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(MESSAGE));
    Cipher back = Cipher.getInstance("AES/GCM/NoPadding");
    back.init(Cipher.DECRYPT_MODE, key, cipher.getParameters());
    for (int round = 0; round < 2; round++) {
      back.updateAAD(MESSAGE);
      assertArrayEquals(MESSAGE, back.doFinal(ciphertext));
    }
    assertThrows(AEADBadTagException.class, () -> back.doFinal(ciphertext));
    assertThrows(AEADBadTagException.class, () -> back.doFinal(new byte[3]));
    back.update(ciphertext);
    assertThrows(IllegalStateException.class, () -> back.updateAAD(MESSAGE));
  }

  @Test
  void gcmRefusesAnIvTwiceForEncryption() throws Exception {
    SecretKey key = secret("AES");
    GCMParameterSpec iv = new GCMParameterSpec(96, new byte[12]);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", holdfast.provider);
    cipher.init(Cipher.ENCRYPT_MODE, key, iv);
    assertEquals(MESSAGE.length + 12, cipher.doFinal(MESSAGE).length);
    assertThrows(
        InvalidAlgorithmParameterException.class, () -> cipher.init(Cipher.ENCRYPT_MODE, key, iv));
    cipher.init(Cipher.DECRYPT_MODE, key, iv);
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(90, new byte[12])));
  }

  @Test
  void gcmWorksInPlaceInDirectBuffersAndAfterAShortBuffer() throws Exception {
    SecretKey key = secret("AES");
    GCMParameterSpec iv = new GCMParameterSpec(128, new byte[12]);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", holdfast.provider);
    cipher.init(Cipher.ENCRYPT_MODE, key, iv);
    byte[] array = Arrays.copyOf(MESSAGE, MESSAGE.length + 16);
    assertThrows(
        ShortBufferException.class,
        () -> cipher.doFinal(array, 0, MESSAGE.length, new byte[MESSAGE.length]));
    assertEquals(array.length, cipher.doFinal(array, 0, MESSAGE.length, array));
    cipher.init(Cipher.DECRYPT_MODE, key, iv);
    ByteBuffer in = ByteBuffer.allocateDirect(array.length).put(array).flip();
    ByteBuffer out = ByteBuffer.allocateDirect(MESSAGE.length);
    assertThrows(ShortBufferException.class, () -> cipher.doFinal(in, ByteBuffer.allocate(1)));
    assertEquals(MESSAGE.length, cipher.doFinal(in, out));
    byte[] plain = new byte[MESSAGE.length];
    out.flip().get(plain);
    assertArrayEquals(MESSAGE, plain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA/ECB/OAEPPadding",
        "RSA/ECB/OAEPWithSHA-1AndMGF1Padding",
        "RSA/ECB/OAEPWithSHA-256AndMGF1Padding",
        "RSA/ECB/OAEPWithSHA-384AndMGF1Padding",
        "RSA/ECB/OAEPWithSHA-512AndMGF1Padding"
      })
  void oaepDecryptsWhatTheJdkEncrypted(String name) throws Exception {
    KeyPair pair = rsa();
    Cipher theirs = Cipher.getInstance(name, "SunJCE");
    Cipher ours = Cipher.getInstance(name);
    theirs.init(Cipher.ENCRYPT_MODE, pair.getPublic());
    ours.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    assertArrayEquals(MESSAGE, ours.doFinal(theirs.doFinal(MESSAGE)));
    OAEPParameterSpec spec =
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(MESSAGE));
    theirs.init(Cipher.ENCRYPT_MODE, pair.getPublic(), spec);
    ours.init(Cipher.DECRYPT_MODE, pair.getPrivate(), spec);
    byte[] ciphertext = theirs.doFinal(MESSAGE);
    assertArrayEquals(MESSAGE, ours.doFinal(ciphertext));
    ciphertext[100] ^= 1;
    assertThrows(BadPaddingException.class, () -> ours.doFinal(ciphertext));
    assertThrows(IllegalBlockSizeException.class, () -> ours.doFinal(new byte[257]));
    assertThrows(
        InvalidKeyException.class, () -> ours.init(Cipher.ENCRYPT_MODE, pair.getPrivate()));
  }

  @Test
  void unwrappedKeysAreOpaqueAndWorkAsTheOriginal() throws Exception {
    KeyPair pair = rsa();
    SecretKey software = new SecretKeySpec(new byte[32], "AES");
    Cipher wrapper = Cipher.getInstance("RSA/ECB/OAEPPadding", holdfast.provider);
    wrapper.init(Cipher.WRAP_MODE, pair.getPublic());
    byte[] wrapped = wrapper.wrap(software);
    assertThrows(InvalidKeyException.class, () -> wrapper.wrap(secret("AES")));
    wrapper.init(Cipher.UNWRAP_MODE, pair.getPrivate());
    Key opaque = wrapper.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
    assertNull(opaque.getEncoded());
    GCMParameterSpec iv = new GCMParameterSpec(128, new byte[12]);
    Cipher theirs = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    theirs.init(Cipher.ENCRYPT_MODE, software, iv);
    Cipher ours = Cipher.getInstance("AES/GCM/NoPadding");
    ours.init(Cipher.DECRYPT_MODE, opaque, iv);
    assertArrayEquals(MESSAGE, ours.doFinal(theirs.doFinal(MESSAGE)));
    // What JSSE sends first for TLS_RSA; another exception than this ends the handshake.
    assertThrows(
        InvalidKeyException.class,
        () -> wrapper.init(Cipher.UNWRAP_MODE, pair.getPrivate(), new ECGenParameterSpec("x")));
  }

  @Test
  void macsAreThoseOfTheJdkAndKeysKeepToTheirDigest() throws Exception {
    SecretKey software = new SecretKeySpec(new byte[48], "HmacSHA384");
    Cipher wrapper = Cipher.getInstance("RSA/ECB/OAEPPadding", holdfast.provider);
    KeyPair pair = rsa();
    wrapper.init(Cipher.WRAP_MODE, pair.getPublic());
    byte[] wrapped = wrapper.wrap(software);
    wrapper.init(Cipher.UNWRAP_MODE, pair.getPrivate());
    Key opaque = wrapper.unwrap(wrapped, "HmacSHA384", Cipher.SECRET_KEY);
    Mac ours = Mac.getInstance("HmacSHA384");
    ours.init(opaque);
    assertEquals("Holdfast", ours.getProvider().getName());
    Mac theirs = Mac.getInstance("HmacSHA384", "SunJCE");
    theirs.init(software);
    byte[] expected = theirs.doFinal(MESSAGE);
    ours.update(MESSAGE, 0, 3);
    ours.reset();
    ours.update(MESSAGE, 0, 3);
    assertArrayEquals(expected, ours.doFinal(Arrays.copyOfRange(MESSAGE, 3, MESSAGE.length)));
    assertArrayEquals(expected, ours.doFinal(MESSAGE));
    Mac other = Mac.getInstance("HmacSHA256", holdfast.provider);
    assertThrows(InvalidKeyException.class, () -> other.init(opaque));
    assertInstanceOf(SecretKey.class, opaque);
  }
}
