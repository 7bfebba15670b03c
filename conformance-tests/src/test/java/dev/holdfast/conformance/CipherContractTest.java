// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.CipherRows;
import dev.holdfast.model.KeyType;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyPair;
import java.security.spec.MGF1ParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every cipher, against the JDK's over the same key. */
class CipherContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final String GCM = "AES/GCM/NoPadding";
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

  private static byte[] compute(
      Cipher cipher, int mode, Key key, GCMParameterSpec iv, byte[] aad, byte[] in)
      throws Exception {
    cipher.init(mode, key, iv);
    cipher.updateAAD(aad);
    return cipher.doFinal(in);
  }

  private static void assertSameAsJdk(
      Backend backend, SecretKey software, SecretKey twin, GCMParameterSpec iv, int aad, int length)
      throws Exception {
    Cipher theirs = Cipher.getInstance(GCM, "SunJCE");
    byte[] plain = bytes(length);
    byte[] expected = compute(theirs, Cipher.ENCRYPT_MODE, software, iv, bytes(aad), plain);
    String what =
        "key "
            + software.getEncoded().length
            + ", iv "
            + iv.getIV().length
            + ", tag "
            + iv.getTLen()
            + ", aad "
            + aad
            + ", message "
            + length;
    assertArrayEquals(
        expected,
        compute(ours(backend, GCM), Cipher.ENCRYPT_MODE, twin, iv, bytes(aad), plain),
        what);
    assertArrayEquals(
        plain,
        compute(ours(backend, GCM), Cipher.DECRYPT_MODE, twin, iv, bytes(aad), expected),
        what);
  }

  @EveryBackend
  void gcm_isTheJdksForEverySizeOfKeyTagIvAndMessage(Backend backend) throws Exception {
    for (int bits : new int[] {128, 192, 256}) {
      SecretKey software = new SecretKeySpec(bytes(bits / 8), "AES");
      SecretKey twin = BENCH.twin(backend, software);
      for (int tag : new int[] {96, 104, 112, 120, 128}) {
        assertSameAsJdk(backend, software, twin, new GCMParameterSpec(tag, bytes(12)), 20, 100);
      }
      for (int iv : new int[] {1, 12, 16}) {
        GCMParameterSpec spec = new GCMParameterSpec(128, bytes(iv));
        for (int length : new int[] {0, 1, 15, 16, 17}) {
          assertSameAsJdk(backend, software, twin, spec, 0, length);
          assertSameAsJdk(backend, software, twin, spec, 1000, length);
        }
      }
      assertSameAsJdk(backend, software, twin, new GCMParameterSpec(128, bytes(12)), 20, 1 << 20);
    }
  }

  @EveryBackend
  void gcm_badTagIsToldAgainAndAgain_andAGoodOneStillWorks(Backend backend) throws Exception {
    SecretKey key = BENCH.newSecret(backend, "AES", 256);
    GCMParameterSpec iv = new GCMParameterSpec(128, bytes(12));
    byte[] good = compute(ours(backend, GCM), Cipher.ENCRYPT_MODE, key, iv, LABEL, MESSAGE);
    Cipher cipher = ours(backend, GCM);
    cipher.init(Cipher.DECRYPT_MODE, key, iv);
    for (int changed = 0; changed < good.length; changed++) {
      byte[] bad = good.clone();
      bad[changed] ^= 1;
      cipher.updateAAD(LABEL);
      assertThrows(AEADBadTagException.class, () -> cipher.doFinal(bad));
    }
    cipher.updateAAD(MESSAGE);
    assertThrows(AEADBadTagException.class, () -> cipher.doFinal(good));
    cipher.updateAAD(LABEL);
    assertArrayEquals(MESSAGE, cipher.doFinal(good));
  }

  private static List<Row> oaepRows() {
    return AlgorithmTable.rows().stream()
        .filter(row -> row.type().equals("Cipher") && row.keyType() == KeyType.RSA)
        .toList();
  }

  private static List<OAEPParameterSpec> oaepParameters() {
    List<OAEPParameterSpec> all = new ArrayList<>();
    for (String digest : List.of("SHA-1", "SHA-256", "SHA-384", "SHA-512")) {
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
        Cipher theirs = Cipher.getInstance(row.name(), "SunJCE");
        Cipher cipher = ours(backend, row.name());
        theirs.init(Cipher.ENCRYPT_MODE, pair.getPublic());
        cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
        int most =
            Integer.parseInt(kind.substring(4)) / 8
                - 2 * ((CipherRows.Transformation) row.form()).digest().length()
                - 2;
        for (int length : new int[] {0, 1, 32, most}) {
          assertArrayEquals(
              bytes(length), cipher.doFinal(theirs.doFinal(bytes(length))), row.name());
        }
        theirs.init(Cipher.ENCRYPT_MODE, pair.getPublic(), cipher.getParameters());
        assertArrayEquals(MESSAGE, cipher.doFinal(theirs.doFinal(MESSAGE)), row.name());
      }
    }
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    for (OAEPParameterSpec spec : oaepParameters()) {
      Cipher theirs = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
      theirs.init(Cipher.ENCRYPT_MODE, pair.getPublic(), spec);
      Cipher cipher = ours(backend, "RSA/ECB/OAEPPadding");
      cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate(), spec);
      assertArrayEquals(
          MESSAGE, cipher.doFinal(theirs.doFinal(MESSAGE)), spec.getDigestAlgorithm());
    }
  }

  @EveryBackend
  void oaep_badCiphertextsAreRefusedAllAlike(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    for (Row row : oaepRows()) {
      Cipher theirs = Cipher.getInstance(row.name(), "SunJCE");
      theirs.init(Cipher.ENCRYPT_MODE, pair.getPublic());
      byte[] good = theirs.doFinal(MESSAGE);
      Cipher cipher = ours(backend, row.name());
      cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
      // What raw RSA makes of these has a wrong first byte, wrong seed, wrong label, no separator.
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
      theirs.init(
          Cipher.ENCRYPT_MODE,
          pair.getPublic(),
          new OAEPParameterSpec(
              ((CipherRows.Transformation) row.form()).digest().jcaName(),
              "MGF1",
              MGF1ParameterSpec.SHA1,
              new PSource.PSpecified(LABEL)));
      bad.add(theirs.doFinal(MESSAGE));
      Set<String> messages = new TreeSet<>();
      for (byte[] ciphertext : bad) {
        messages.add(
            String.valueOf(
                assertThrows(BadPaddingException.class, () -> cipher.doFinal(ciphertext))
                    .getMessage()));
      }
      assertEquals(1, messages.size(), messages.toString());
      assertArrayEquals(MESSAGE, cipher.doFinal(good), row.name());
    }
  }

  private static byte[] rawlyEncrypted(KeyPair pair, byte[] block) throws Exception {
    Cipher raw = Cipher.getInstance("RSA/ECB/NoPadding", "SunJCE");
    raw.init(Cipher.ENCRYPT_MODE, pair.getPublic());
    return raw.doFinal(block);
  }

  @EveryBackend
  void unwrap_givesAHandleThatWorks(Backend backend) throws Exception {
    KeyPair pair = BENCH.pair(backend, "RSA-2048");
    for (Row row : oaepRows()) {
      SecretKey software = new SecretKeySpec(bytes(24), "AES");
      Cipher theirs = Cipher.getInstance(row.name(), "SunJCE");
      theirs.init(Cipher.WRAP_MODE, pair.getPublic());
      Cipher cipher = ours(backend, row.name());
      cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate());
      Key handle = cipher.unwrap(theirs.wrap(software), "AES", Cipher.SECRET_KEY);
      assertNull(handle.getEncoded());
      assertSameAsJdk(
          backend, software, (SecretKey) handle, new GCMParameterSpec(128, bytes(12)), 3, 50);
      byte[] garbage = new byte[256];
      assertThrows(
          InvalidKeyException.class, () -> cipher.unwrap(garbage, "AES", Cipher.SECRET_KEY));
    }
  }

  @EveryBackend
  void gcm_wrapsAndUnwraps(Backend backend) throws Exception {
    SecretKey wrapping = BENCH.newSecret(backend, "AES", 256);
    SecretKey software = new SecretKeySpec(bytes(64), "HmacSHA512");
    GCMParameterSpec iv = new GCMParameterSpec(128, bytes(12));
    Cipher cipher = ours(backend, GCM);
    cipher.init(Cipher.WRAP_MODE, wrapping, iv);
    byte[] wrapped = cipher.wrap(software);
    cipher.init(Cipher.UNWRAP_MODE, wrapping, iv);
    Key handle = cipher.unwrap(wrapped, "HmacSHA512", Cipher.SECRET_KEY);
    assertNull(handle.getEncoded());
    Mac theirs = Mac.getInstance("HmacSHA512", "SunJCE");
    theirs.init(software);
    Mac mac = Mac.getInstance("HmacSHA512", BENCH.fixture(backend).provider());
    mac.init(handle);
    assertArrayEquals(theirs.doFinal(MESSAGE), mac.doFinal(MESSAGE));
  }
}
