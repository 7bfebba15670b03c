// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.CipherRows.Way;
import dev.holdfast.model.CipherScheme;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** KW, KW with padding and KWP: SunJCE's results for every length, and never a wrong key. */
class KeyWrapContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  /** Those that wrap; that the others refuse to is seen with all ciphers. */
  static Stream<Backend> backends() {
    CipherScheme wrapping = new CipherScheme.AesKeyWrap(false, new byte[8]);
    return Stream.of(Backend.values()).filter(backend -> !Promises.lacks(backend, wrapping));
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static List<Row> rows() {
    return CipherKit.rows().stream()
        .filter(row -> CipherKit.form(row).way().name().startsWith("KEY_WRAP"))
        .toList();
  }

  private static Cipher ours(Backend backend, Row row) throws GeneralSecurityException {
    return Cipher.getInstance(row.name(), BENCH.fixture(backend).provider());
  }

  private static byte[] resultOrNull(Cipher cipher, byte[] in) throws GeneralSecurityException {
    try {
      return cipher.doFinal(in);
    } catch (IllegalBlockSizeException e) {
      return null;
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void everyLength_isWrappedAsSunJceWrapsIt(Backend backend) throws Exception {
    for (Row row : rows()) {
      SecretKey software = CipherKit.software(row, 2);
      SecretKey twin = BENCH.twin(backend, software);
      Cipher theirs = Cipher.getInstance(row.name(), "SunJCE");
      Cipher ours = ours(backend, row);
      Cipher back = ours(backend, row);
      theirs.init(Cipher.ENCRYPT_MODE, software);
      ours.init(Cipher.ENCRYPT_MODE, twin);
      back.init(Cipher.DECRYPT_MODE, twin);
      assertEquals(8, ours.getBlockSize());
      // Before 18, SunJCE pads to a multiple of 16 and not of KW's blocks.
      boolean same = !CipherKit.form(row).padded() || Runtime.version().feature() >= 18;
      for (int length : new int[] {1, 7, 8, 9, 15, 16, 17, 24, 27, 32, 40, 64}) {
        String what = row.name() + " of " + length;
        byte[] expected = resultOrNull(theirs, bytes(length));
        if (same) {
          assertArrayEquals(expected, resultOrNull(ours, bytes(length)), what);
        }
        if (expected == null) {
          continue;
        }
        if (same) {
          assertEquals(theirs.getOutputSize(length), ours.getOutputSize(length), what);
        }
        assertArrayEquals(bytes(length), back.doFinal(expected), what);
        back.update(expected, 0, 5);
        assertArrayEquals(bytes(length), back.doFinal(expected, 5, expected.length - 5), what);
        for (int bit : new int[] {0, 70, 8 * expected.length - 1}) {
          byte[] bad = expected.clone();
          bad[bit / 8] ^= (byte) (1 << bit % 8);
          assertThrows(IllegalBlockSizeException.class, () -> back.doFinal(bad), what);
        }
      }
      assertThrows(IllegalBlockSizeException.class, () -> back.doFinal(new byte[8]));
      assertThrows(IllegalBlockSizeException.class, () -> back.doFinal(new byte[25]));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void wrongPadding_isTold(Backend backend) throws Exception {
    SecretKey key = BENCH.newSecret(backend, "AES", 256);
    Cipher plain = Cipher.getInstance("AES/KW/NoPadding", BENCH.fixture(backend).provider());
    plain.init(Cipher.ENCRYPT_MODE, key);
    byte[] wrapped = plain.doFinal(new byte[16]);
    Cipher padded = Cipher.getInstance("AES/KW/PKCS5Padding", BENCH.fixture(backend).provider());
    padded.init(Cipher.DECRYPT_MODE, key);
    assertThrows(BadPaddingException.class, () -> padded.doFinal(wrapped));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void wrappedPrivateKeys_becomeHandles(Backend backend) throws Exception {
    SecretKey software = new SecretKeySpec(bytes(32), "AES");
    SecretKey twin = BENCH.twin(backend, software);
    IvParameterSpec iv = new IvParameterSpec(new byte[16]);
    for (String algorithm : List.of("RSA", "EC")) {
      KeyPairGenerator generator =
          KeyPairGenerator.getInstance(algorithm, algorithm.equals("RSA") ? "SunRsaSign" : "SunEC");
      generator.initialize(algorithm.equals("RSA") ? 2048 : 256);
      KeyPair pair = generator.generateKeyPair();
      Cipher theirs = Cipher.getInstance("AES/CBC/PKCS5Padding", "SunJCE");
      theirs.init(Cipher.WRAP_MODE, software, iv);
      byte[] wrapped = theirs.wrap(pair.getPrivate());
      Cipher ours = Cipher.getInstance("AES/CBC/PKCS5Padding", BENCH.fixture(backend).provider());
      ours.init(Cipher.UNWRAP_MODE, twin, iv);
      Key handle = ours.unwrap(wrapped, algorithm, Cipher.PRIVATE_KEY);
      assertNull(handle.getEncoded());
      assertEquals(algorithm, handle.getAlgorithm());
      try (Installed last = Installed.last(BENCH.fixture(backend))) {
        Signature signing =
            Signature.getInstance("SHA256with" + (algorithm.equals("RSA") ? "RSA" : "ECDSA"));
        signing.initSign((PrivateKey) handle);
        signing.update(bytes(100));
        byte[] signature = signing.sign();
        signing.initVerify(pair.getPublic());
        signing.update(bytes(100));
        assertTrue(signing.verify(signature), algorithm);
      }
      String other = algorithm.equals("RSA") ? "EC" : "RSA";
      InvalidKeyException refusal =
          assertThrows(
              InvalidKeyException.class, () -> ours.unwrap(wrapped, other, Cipher.PRIVATE_KEY));
      assertTrue(refusal.getMessage().contains("no " + other + " key"), refusal.getMessage());
      // The refusal leaves the cipher as usable as a success does.
      assertNull(ours.unwrap(wrapped, algorithm, Cipher.PRIVATE_KEY).getEncoded());
    }
    Cipher ours = Cipher.getInstance("AES/KW/NoPadding", BENCH.fixture(backend).provider());
    ours.init(Cipher.ENCRYPT_MODE, twin);
    byte[] noKey = ours.doFinal(bytes(40));
    ours.init(Cipher.UNWRAP_MODE, twin);
    assertThrows(InvalidKeyException.class, () -> ours.unwrap(noKey, "EC", Cipher.PRIVATE_KEY));
  }

  /** Lengths that are no multiple of 8 keep their padding when SoftHSM2 unwraps them by itself. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void unwrappedKeys_areTheWrappedOnes_orRefused(Backend backend) throws Exception {
    SecretKey software = new SecretKeySpec(bytes(32), "AES");
    SecretKey twin = BENCH.twin(backend, software);
    for (Row row : rows()) {
      if (CipherKit.form(row).keyBits() != 0) {
        continue;
      }
      Cipher theirs = Cipher.getInstance(row.name(), "SunJCE");
      theirs.init(Cipher.WRAP_MODE, software);
      Cipher ours = ours(backend, row);
      ours.init(Cipher.UNWRAP_MODE, twin);
      for (int length : new int[] {14, 16, 24, 27, 32, 33, 48}) {
        SecretKey secret = new SecretKeySpec(bytes(length), "HmacSHA256");
        if (CipherKit.form(row).way() == Way.KEY_WRAP
            && !CipherKit.form(row).padded()
            && length % 8 != 0) {
          continue;
        }
        byte[] wrapped = theirs.wrap(secret);
        SecretKey handle = (SecretKey) ours.unwrap(wrapped, "HmacSHA256", Cipher.SECRET_KEY);
        assertNull(handle.getEncoded());
        Mac mac = Mac.getInstance("HmacSHA256", BENCH.fixture(backend).provider());
        mac.init(handle);
        Mac expected = Mac.getInstance("HmacSHA256", "SunJCE");
        expected.init(secret);
        assertArrayEquals(
            expected.doFinal(bytes(9)), mac.doFinal(bytes(9)), row.name() + " of " + length);
        if (length == 16 || length == 24 || length == 32) {
          ours.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
        } else {
          assertThrows(
              InvalidKeyException.class, () -> ours.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
        }
      }
      assertThrows(
          InvalidKeyException.class, () -> ours.unwrap(new byte[40], "AES", Cipher.SECRET_KEY));
      assertThrows(
          java.security.NoSuchAlgorithmException.class,
          () -> ours.unwrap(theirs.wrap(software), "Blowfish", Cipher.SECRET_KEY));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void softwareKeysAreWrapped_handlesAreNot(Backend backend) throws Exception {
    SecretKey software = new SecretKeySpec(bytes(32), "AES");
    SecretKey twin = BENCH.twin(backend, software);
    SecretKey secret = new SecretKeySpec(bytes(16), "AES");
    PublicKey publicKey = newPublicKey();
    for (String name : List.of("AESWrap", "AESWrapPad", "AESWrap_256", "AESWrapPad_256")) {
      Cipher ours = Cipher.getInstance(name, BENCH.fixture(backend).provider());
      ours.init(Cipher.WRAP_MODE, twin);
      Cipher theirs = Cipher.getInstance(name, "SunJCE");
      theirs.init(Cipher.UNWRAP_MODE, software);
      assertEquals(secret, theirs.unwrap(ours.wrap(secret), "AES", Cipher.SECRET_KEY), name);
      InvalidKeyException refusal = assertThrows(InvalidKeyException.class, () -> ours.wrap(twin));
      assertEquals(true, refusal.getMessage().contains("does not leave"), refusal.getMessage());
    }
    Cipher wrapping = Cipher.getInstance("AES/KWP/NoPadding", BENCH.fixture(backend).provider());
    wrapping.init(Cipher.WRAP_MODE, twin);
    byte[] wrapped = wrapping.wrap(publicKey);
    wrapping.init(Cipher.UNWRAP_MODE, twin);
    assertEquals(publicKey, wrapping.unwrap(wrapped, "EC", Cipher.PUBLIC_KEY));
  }

  private static PublicKey newPublicKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(256);
    return generator.generateKeyPair().getPublic();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void initialValues_parametersAndShortOutputs(Backend backend) throws Exception {
    SecretKey software = new SecretKeySpec(bytes(32), "AES");
    SecretKey twin = BENCH.twin(backend, software);
    Cipher kw = Cipher.getInstance("AES/KW/NoPadding", BENCH.fixture(backend).provider());
    kw.init(Cipher.ENCRYPT_MODE, twin, new IvParameterSpec(bytes(8)));
    Cipher theirs = Cipher.getInstance("AES/KW/NoPadding", "SunJCE");
    theirs.init(Cipher.ENCRYPT_MODE, software, new IvParameterSpec(bytes(8)));
    byte[] expected = theirs.doFinal(bytes(24));
    assertThrows(ShortBufferException.class, () -> kw.doFinal(bytes(24), 0, 24, new byte[31], 0));
    byte[] out = new byte[40];
    System.arraycopy(bytes(24), 0, out, 3, 24);
    assertEquals(32, kw.doFinal(out, 3, 24, out, 0));
    assertArrayEquals(expected, java.util.Arrays.copyOf(out, 32));
    assertArrayEquals(bytes(8), kw.getIV());
    theirs.init(Cipher.DECRYPT_MODE, software, kw.getParameters());
    assertArrayEquals(bytes(24), theirs.doFinal(expected));
    kw.init(Cipher.DECRYPT_MODE, twin);
    assertThrows(IllegalBlockSizeException.class, () -> kw.doFinal(expected));
    for (int wrong : new int[] {4, 16}) {
      assertThrows(
          InvalidAlgorithmParameterException.class,
          () -> kw.init(Cipher.ENCRYPT_MODE, twin, new IvParameterSpec(bytes(wrong))));
    }
    Cipher kwp = Cipher.getInstance("AES/KWP/NoPadding", BENCH.fixture(backend).provider());
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> kwp.init(Cipher.ENCRYPT_MODE, twin, new IvParameterSpec(bytes(4))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("backends")
  void unwrappedKeys_areKeptAndFoundAgain(Backend backend) throws Exception {
    SecretKey software = new SecretKeySpec(bytes(32), "AES");
    Cipher theirs = Cipher.getInstance("AES/KW/NoPadding", "SunJCE");
    theirs.init(Cipher.WRAP_MODE, software);
    Cipher ours = Cipher.getInstance("AES/KW/NoPadding", BENCH.fixture(backend).provider());
    ours.init(Cipher.UNWRAP_MODE, BENCH.twin(backend, software));
    SecretKey secret = new SecretKeySpec(bytes(24), "AES");
    Key handle = ours.unwrap(theirs.wrap(secret), "AES", Cipher.SECRET_KEY);
    BENCH.fixture(backend).keyStore().setKeyEntry("unwrapped", handle, null, null);
    BENCH.fixture(backend).reopen();
    Key found = BENCH.fixture(backend).keyStore().getKey("unwrapped", null);
    Cipher using = Cipher.getInstance("AES/ECB/NoPadding", BENCH.fixture(backend).provider());
    using.init(Cipher.ENCRYPT_MODE, found);
    Cipher expected = Cipher.getInstance("AES/ECB/NoPadding", "SunJCE");
    expected.init(Cipher.ENCRYPT_MODE, secret);
    assertArrayEquals(expected.doFinal(new byte[16]), using.doFinal(new byte[16]));
  }
}
