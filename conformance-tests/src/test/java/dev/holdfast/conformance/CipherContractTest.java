// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.Key;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** AES-GCM, against the JDK's over the same key. */
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

  /** SoftHSM2 computes something else with IVs over 128 bytes, and says nothing. */
  @EveryBackend
  void gcm_longIvsAreRight_orRefused(Backend backend) throws Exception {
    SecretKey software = new SecretKeySpec(bytes(32), "AES");
    SecretKey twin = BENCH.twin(backend, software);
    for (int iv : new int[] {127, 128, 129, 257}) {
      GCMParameterSpec spec = new GCMParameterSpec(128, bytes(iv));
      if (backend.make() == Backend.Make.SOFTHSM && iv > 128) {
        assertThrows(
            InvalidKeyException.class,
            () -> ours(backend, GCM).init(Cipher.ENCRYPT_MODE, twin, spec));
      } else {
        assertSameAsJdk(backend, software, twin, spec, 3, 40);
      }
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
