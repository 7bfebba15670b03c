// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.CipherRows;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.NoSuchPaddingException;
import javax.crypto.SecretKey;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every RSA cipher: what the public key encrypts elsewhere, the private key decrypts here. */
class RsaCipherContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final String PKCS1 = "RSA/ECB/PKCS1Padding";
  private static final String RAW = "RSA/ECB/NoPadding";
  private static final byte[] MESSAGE = "the message".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LABEL = "the label".getBytes(StandardCharsets.UTF_8);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static Cipher ours(Backend backend, String name) throws Exception {
    return Cipher.getInstance(name, BENCH.fixture(backend).provider());
  }

  private static Cipher theirs(String name, int mode, Key key, AlgorithmParameterSpec spec)
      throws Exception {
    Cipher cipher = Cipher.getInstance(name, "SunJCE");
    cipher.init(mode, key, spec);
    return cipher;
  }

  private static CipherRows.Transformation form(Row row) {
    return (CipherRows.Transformation) row.form();
  }

  private static List<Row> oaepRows() {
    return AlgorithmTable.rows().stream()
        .filter(row -> row.form() instanceof CipherRows.Transformation t && t.digest() != null)
        .toList();
  }

  private static List<OAEPParameterSpec> oaepParameters() {
    List<OAEPParameterSpec> all = new ArrayList<>();
    for (String digest : List.of("SHA-1", "SHA-256", "SHA-384", "SHA-512", "SHA-512/256")) {
      for (String mask : List.of("SHA-1", digest)) {
        for (byte[] label : List.of(new byte[0], LABEL, bytes(300))) {
          all.add(
              new OAEPParameterSpec(
                  digest, "MGF1", new MGF1ParameterSpec(mask), new PSource.PSpecified(label)));
        }
      }
    }
    return all;
  }

  @EveryBackend
  void oaep_decryptsWhatTheJdkEncrypts(Backend backend) throws Exception {
    for (String kind : Workbench.RSA_KINDS) {
      KeyPair pair = BENCH.pair(backend, kind);
      for (Row row : oaepRows()) {
        Cipher cipher = ours(backend, row.name());
        cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
        OAEPParameterSpec spec = cipher.getParameters().getParameterSpec(OAEPParameterSpec.class);
        Cipher theirs = theirs("RSA/ECB/OAEPPadding", Cipher.ENCRYPT_MODE, pair.getPublic(), spec);
        int most = Integer.parseInt(kind.substring(4)) / 8 - 2 * form(row).digest().length() - 2;
        for (int length : new int[] {0, 1, 32, most}) {
          assertArrayEquals(
              bytes(length), cipher.doFinal(theirs.doFinal(bytes(length))), row.name());
        }
      }
    }
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    for (OAEPParameterSpec spec : oaepParameters()) {
      Cipher theirs = theirs("RSA/ECB/OAEPPadding", Cipher.ENCRYPT_MODE, pair.getPublic(), spec);
      Cipher cipher = ours(backend, "RSA/ECB/OAEPPadding");
      cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), spec);
      assertArrayEquals(
          MESSAGE, cipher.doFinal(theirs.doFinal(MESSAGE)), spec.getDigestAlgorithm());
    }
  }

  /** A name without parameters means to us what it means to whoever has it. */
  @EveryBackend
  void oaepNames_meanWhatTheirOwnersMean(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    BouncyCastleProvider bouncyCastle = new BouncyCastleProvider();
    int served = 0;
    for (Row row : oaepRows()) {
      Cipher theirs;
      try {
        theirs = Cipher.getInstance(row.name(), "SunJCE");
      } catch (NoSuchPaddingException | java.security.NoSuchAlgorithmException e) {
        theirs = Cipher.getInstance(row.name(), bouncyCastle);
      }
      theirs.init(Cipher.ENCRYPT_MODE, pair.getPublic());
      Cipher cipher = ours(backend, row.name());
      cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
      assertArrayEquals(MESSAGE, cipher.doFinal(theirs.doFinal(MESSAGE)), row.name());
      served++;
    }
    assertTrue(served >= 16, () -> "rows of OAEP");
  }

  @EveryBackend
  void oaep_badCiphertextsAreRefusedAllAlike(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    for (String name :
        List.of(
            "RSA/ECB/OAEPPadding",
            "RSA/ECB/OAEPWithSHA-256AndMGF1Padding",
            "RSA/ECB/OAEPWithSHA-512AndMGF1Padding")) {
      Cipher cipher = ours(backend, name);
      cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
      OAEPParameterSpec spec = cipher.getParameters().getParameterSpec(OAEPParameterSpec.class);
      byte[] good =
          theirs("RSA/ECB/OAEPPadding", Cipher.ENCRYPT_MODE, pair.getPublic(), spec)
              .doFinal(MESSAGE);
      // What raw RSA makes of these has a wrong first byte, wrong seed, wrong label, no separator.
      List<byte[]> bad = garbage(pair, good);
      OAEPParameterSpec labelled =
          new OAEPParameterSpec(
              spec.getDigestAlgorithm(),
              "MGF1",
              MGF1ParameterSpec.SHA1,
              new PSource.PSpecified(LABEL));
      bad.add(
          theirs("RSA/ECB/OAEPPadding", Cipher.ENCRYPT_MODE, pair.getPublic(), labelled)
              .doFinal(MESSAGE));
      assertAllRefusedAlike(cipher, bad);
      assertArrayEquals(MESSAGE, cipher.doFinal(good), name);
    }
  }

  private static List<byte[]> garbage(KeyPair pair, byte[] good) throws Exception {
    List<byte[]> bad = new ArrayList<>(List.of(new byte[256]));
    for (int changed : new int[] {1, 30, 100, 254, 255}) {
      byte[] copy = good.clone();
      copy[changed] ^= 4;
      bad.add(copy);
    }
    bad.add(rawlyEncrypted(pair, new byte[256]));
    byte[] one = new byte[256];
    one[255] = 1;
    bad.add(one);
    return bad;
  }

  private static void assertAllRefusedAlike(Cipher cipher, List<byte[]> bad) {
    Set<String> messages = new TreeSet<>();
    for (byte[] ciphertext : bad) {
      messages.add(
          String.valueOf(
              assertThrows(BadPaddingException.class, () -> cipher.doFinal(ciphertext))
                  .getMessage()));
    }
    assertEquals(1, messages.size(), messages.toString());
  }

  private static byte[] rawlyEncrypted(KeyPair pair, byte[] block) throws Exception {
    return theirs(RAW, Cipher.ENCRYPT_MODE, pair.getPublic(), null).doFinal(block);
  }

  @EveryBackend
  void pkcs1_decryptsWhatTheJdkEncrypts(Backend backend) throws Exception {
    for (String kind : Workbench.RSA_KINDS) {
      KeyPair pair = BENCH.pair(backend, kind);
      Cipher theirs = theirs(PKCS1, Cipher.ENCRYPT_MODE, pair.getPublic(), null);
      for (String name : List.of(PKCS1, "RSA", "RSA/NONE/PKCS1Padding")) {
        Cipher cipher = ours(backend, name);
        cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
        assertEquals(
            pair.getPublic().getEncoded().length > 300 ? 384 : 256, cipher.getOutputSize(9));
        int most = Integer.parseInt(kind.substring(4)) / 8 - 11;
        for (int length : new int[] {0, 1, 48, most}) {
          assertArrayEquals(bytes(length), cipher.doFinal(theirs.doFinal(bytes(length))), name);
        }
      }
    }
  }

  @EveryBackend
  void pkcs1_badCiphertextsAreRefusedAllAlike(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    byte[] good = theirs(PKCS1, Cipher.ENCRYPT_MODE, pair.getPublic(), null).doFinal(MESSAGE);
    Cipher cipher = ours(backend, PKCS1);
    cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    List<byte[]> bad = garbage(pair, good);
    byte[] block = new byte[256];
    java.util.Arrays.fill(block, (byte) 7);
    block[0] = 0;
    block[1] = 2;
    bad.add(rawlyEncrypted(pair, block)); // no separator
    block[9] = 0;
    bad.add(rawlyEncrypted(pair, block)); // too short a padding
    block[9] = 7;
    block[20] = 0;
    block[1] = 1;
    bad.add(rawlyEncrypted(pair, block)); // a signature's padding
    assertAllRefusedAlike(cipher, bad);
    assertArrayEquals(MESSAGE, cipher.doFinal(good));
    assertThrows(BadPaddingException.class, () -> cipher.doFinal(new byte[255]));
    assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(new byte[257]));
    byte[] tooLarge = new byte[256];
    java.util.Arrays.fill(tooLarge, (byte) 0xff);
    assertThrows(BadPaddingException.class, () -> cipher.doFinal(tooLarge));
  }

  /** What JSSE does with an old client's premaster secret, and what it takes for "decrypt". */
  @EveryBackend
  void pkcs1_unwrapWithParametersOfJsse_isRefusedAsAKey(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    Cipher cipher = ours(backend, PKCS1);
    assertThrows(
        InvalidKeyException.class,
        () -> cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate(), new Foreign()));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), new Foreign()));
    assertThrows(IllegalStateException.class, () -> cipher.doFinal(new byte[256]));
  }

  private static final class Foreign implements AlgorithmParameterSpec {}

  @EveryBackend
  void privateKeysEncrypt_whatThePublicKeyReadsElsewhere(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    Cipher signing = ours(backend, PKCS1);
    signing.init(Cipher.ENCRYPT_MODE, pair.getPrivate());
    assertArrayEquals(
        bytes(245),
        theirs(PKCS1, Cipher.DECRYPT_MODE, pair.getPublic(), null)
            .doFinal(signing.doFinal(bytes(245))));
    assertThrows(IllegalBlockSizeException.class, () -> signing.doFinal(bytes(246)));
    Cipher raw = ours(backend, RAW);
    raw.init(Cipher.ENCRYPT_MODE, pair.getPrivate());
    BigInteger modulus = ((RSAPublicKey) pair.getPublic()).getModulus();
    for (byte[] number :
        List.of(new byte[0], bytes(1), bytes(255), padded(modulus.subtract(BigInteger.TWO)))) {
      byte[] back =
          theirs(RAW, Cipher.DECRYPT_MODE, pair.getPublic(), null).doFinal(raw.doFinal(number));
      assertEquals(new BigInteger(1, number), new BigInteger(1, back));
    }
    assertThrows(BadPaddingException.class, () -> raw.doFinal(padded(modulus)));
  }

  private static byte[] padded(BigInteger number) {
    byte[] bytes = number.toByteArray();
    return java.util.Arrays.copyOfRange(bytes, bytes.length - 256, bytes.length);
  }

  @EveryBackend
  void raw_decryptsToTheWholeBlock(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    Cipher cipher = ours(backend, RAW);
    cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    for (int zeros : new int[] {1, 2, 100}) {
      byte[] block = bytes(256);
      java.util.Arrays.fill(block, 0, zeros, (byte) 0);
      byte[] sealed = rawlyEncrypted(pair, block);
      assertArrayEquals(block, cipher.doFinal(sealed));
      cipher.update(sealed, 0, 100);
      assertArrayEquals(block, cipher.doFinal(sealed, 100, 156));
    }
    assertThrows(IllegalBlockSizeException.class, () -> cipher.doFinal(new byte[257]));
  }

  @EveryBackend
  void unwrap_givesAHandleThatWorks(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    for (String name :
        List.of("RSA/ECB/OAEPPadding", "RSA/ECB/OAEPWithSHA256AndMGF1Padding", PKCS1)) {
      Cipher cipher = ours(backend, name);
      cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate());
      OAEPParameterSpec spec =
          cipher.getParameters() == null
              ? null
              : cipher.getParameters().getParameterSpec(OAEPParameterSpec.class);
      Cipher theirs =
          theirs(
              spec == null ? PKCS1 : "RSA/ECB/OAEPPadding",
              Cipher.WRAP_MODE,
              pair.getPublic(),
              spec);
      for (int length : new int[] {16, 24, 32}) {
        SecretKey software = new SecretKeySpec(bytes(length), "AES");
        Key handle = cipher.unwrap(theirs.wrap(software), "AES", Cipher.SECRET_KEY);
        assertNull(handle.getEncoded());
        Cipher ecb = ours(backend, "AES/ECB/NoPadding");
        ecb.init(Cipher.ENCRYPT_MODE, handle);
        assertArrayEquals(
            theirs("AES/ECB/NoPadding", Cipher.ENCRYPT_MODE, software, null).doFinal(bytes(16)),
            ecb.doFinal(bytes(16)),
            name);
      }
      byte[] odd = theirs.wrap(new SecretKeySpec(bytes(27), "AES"));
      assertThrows(InvalidKeyException.class, () -> cipher.unwrap(odd, "AES", Cipher.SECRET_KEY));
      assertThrows(
          InvalidKeyException.class, () -> cipher.unwrap(new byte[256], "AES", Cipher.SECRET_KEY));
    }
  }

  @Test
  void md5IsNoDigestOfOurs() {
    assertThrows(
        java.security.NoSuchAlgorithmException.class,
        () ->
            Cipher.getInstance(
                "RSA/ECB/OAEPWithMD5AndMGF1Padding", BENCH.fixture(Backend.SEALED).provider()));
  }

  /** TLS_RSA_*, and versions whose signatures are made of raw digests, for old clients. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"SEALED", "TOKEN"})
  void oldTlsClients_areServed(Backend backend) throws Exception {
    Program program =
        Program.run(
                BENCH.fixture(backend).folder(),
                Map.of(),
                List.of(
                    Program.jdkTool("java"),
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    KeyExchangeProcess.class.getName(),
                    BENCH.fixture(backend).configuration().toString()))
            .requireSuccess();
    for (String negotiated :
        List.of(
            "TLSv1.2 TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLSv1.1 TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLSv1 TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLSv1 TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA")) {
      assertTrue(program.output().contains("negotiated " + negotiated), program::output);
    }
  }
}
