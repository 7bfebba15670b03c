// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every MAC, equal to the JDK's or Bouncy Castle's over the same key. */
class MacContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final BouncyCastleProvider BOUNCY_CASTLE = new BouncyCastleProvider();

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private static List<MacScheme> offered(Backend backend) {
    return Arrays.stream(MacScheme.values())
        .filter(scheme -> !Promises.lacks(backend, scheme))
        .toList();
  }

  private static SecretKey software(MacScheme scheme, int length) {
    String algorithm = scheme.keyType() == KeyType.AES ? "AES" : scheme.jcaName();
    return new SecretKeySpec(bytes(length), algorithm);
  }

  private static int[] keyLengths(MacScheme scheme) {
    return scheme.keyType() == KeyType.AES
        ? new int[] {16, 24, 32}
        : new int[] {14, scheme.length(), 200};
  }

  private static Mac theirs(MacScheme scheme, SecretKey key) throws Exception {
    Mac mac =
        scheme == MacScheme.AES_CMAC
            ? Mac.getInstance(scheme.jcaName(), BOUNCY_CASTLE)
            : Mac.getInstance(scheme.jcaName(), "SunJCE");
    mac.init(key);
    return mac;
  }

  private static Mac ours(Backend backend, String name) throws Exception {
    return Mac.getInstance(name, BENCH.fixture(backend).provider());
  }

  @EveryBackend
  void whatABackendLacks_isNotOffered(Backend backend) throws Exception {
    for (MacScheme scheme : MacScheme.values()) {
      boolean offered = offered(backend).contains(scheme);
      assertEquals(offered, BENCH.offers(backend, scheme), scheme.toString());
      if (!offered) {
        Mac mac = ours(backend, scheme.jcaName());
        assertThrows(
            InvalidKeyException.class,
            () ->
                mac.init(
                    BENCH.twin(
                        backend, software(scheme, scheme.keyType() == KeyType.AES ? 32 : 64))),
            () -> "" + scheme);
        if (scheme.keyType() != KeyType.AES) {
          assertThrows(
              ProviderException.class, () -> BENCH.newSecret(backend, scheme.jcaName(), 256));
        }
      }
    }
  }

  @EveryBackend
  void codes_areTheirs(Backend backend) throws Exception {
    for (MacScheme scheme : offered(backend)) {
      for (int keyLength : keyLengths(scheme)) {
        SecretKey software = software(scheme, keyLength);
        Mac theirs = theirs(scheme, software);
        Mac ours = ours(backend, scheme.jcaName());
        ours.init(BENCH.twin(backend, software));
        assertEquals(theirs.getMacLength(), ours.getMacLength());
        for (int length : new int[] {0, 1, 127, 128, 129, 5000, 200_000}) {
          byte[] message = bytes(length);
          byte[] expected = theirs.doFinal(message);
          assertArrayEquals(expected, ours.doFinal(message), scheme + " of " + length);
          ours.update(message, 0, length / 2);
          ours.update(ByteBuffer.wrap(message, length / 2, length - length / 2).asReadOnlyBuffer());
          assertArrayEquals(expected, ours.doFinal(), scheme + " of " + length + " in pieces");
        }
      }
    }
  }

  @EveryBackend
  void generatedKeys_computeUnderEveryName(Backend backend) throws Exception {
    for (MacScheme scheme : offered(backend)) {
      SecretKey key =
          scheme.keyType() == KeyType.AES
              ? BENCH.newSecret(backend, "AES", 256)
              : BENCH.newSecret(backend, scheme.jcaName(), 8 * scheme.length());
      Mac mac = ours(backend, scheme.jcaName());
      mac.init(key);
      byte[] expected = mac.doFinal(bytes(9));
      assertEquals(scheme.length(), expected.length);
      for (String alias : aliases(scheme.jcaName())) {
        Mac other = ours(backend, alias);
        other.init(key);
        assertArrayEquals(expected, other.doFinal(bytes(9)), alias);
      }
    }
  }

  private static List<String> aliases(String name) {
    return AlgorithmTable.rows().stream()
        .filter(row -> row.type().equals("Mac") && row.name().equals(name))
        .findFirst()
        .orElseThrow()
        .aliases();
  }

  @EveryBackend
  void directBuffersBytesAndReset(Backend backend) throws Exception {
    SecretKey software = new SecretKeySpec(bytes(32), "HmacSHA256");
    Mac theirs = theirs(MacScheme.HMAC_SHA_256, software);
    Mac ours = ours(backend, "HmacSHA256");
    ours.init(BENCH.twin(backend, software));
    byte[] message = bytes(100);
    ours.update(bytes(33));
    ours.reset();
    for (byte b : bytes(50)) {
      ours.update(b);
    }
    ours.reset();
    ours.update(ByteBuffer.allocateDirect(100).put(message).flip());
    assertArrayEquals(theirs.doFinal(message), ours.doFinal());
  }

  @EveryBackend
  void initAnew_forgetsWhatWasGiven(Backend backend) throws Exception {
    SecretKey key = BENCH.newSecret(backend, "HmacSHA256", 256);
    Mac mac = ours(backend, "HmacSHA256");
    mac.init(key);
    byte[] expected = mac.doFinal(bytes(3));
    mac.update(bytes(40));
    mac.init(key);
    mac.update(bytes(3));
    assertArrayEquals(expected, mac.doFinal());
    mac.update(bytes(3));
    assertArrayEquals(expected, mac.doFinal(), "update after doFinal begins anew");
  }

  @EveryBackend
  void outputTooShort_losesNothing(Backend backend) throws Exception {
    Mac mac = ours(backend, "HmacSHA256");
    mac.init(BENCH.newSecret(backend, "HmacSHA256", 256));
    byte[] expected = mac.doFinal(bytes(20));
    mac.update(bytes(20));
    assertThrows(ShortBufferException.class, () -> mac.doFinal(new byte[40], 9));
    byte[] out = new byte[40];
    mac.doFinal(out, 8);
    assertArrayEquals(expected, Arrays.copyOfRange(out, 8, 40));
  }

  @EveryBackend
  void clone_goesOnByItself(Backend backend) throws Exception {
    Mac mac = ours(backend, "HmacSHA256");
    mac.init(BENCH.newSecret(backend, "HmacSHA256", 256));
    byte[] message = bytes(300);
    byte[] other = message.clone();
    other[299] ^= 1;
    byte[] expected = mac.doFinal(message);
    byte[] expectedOther = mac.doFinal(other);
    mac.update(message, 0, 200);
    Mac copy = (Mac) mac.clone();
    copy.update(other, 200, 100);
    mac.update(message, 200, 100);
    assertArrayEquals(expectedOther, copy.doFinal());
    assertArrayEquals(expected, mac.doFinal());
    assertArrayEquals(expected, copy.doFinal(message));
  }

  @EveryBackend
  void failedInit_leavesNoKeyBehind(Backend backend) throws Exception {
    Mac mac = ours(backend, "HmacSHA256");
    SecretKey right = BENCH.newSecret(backend, "HmacSHA256", 256);
    mac.init(right);
    byte[] expected = mac.doFinal(bytes(3));
    SecretKey wrong = BENCH.newSecret(backend, "HmacSHA512", 512);
    assertThrows(InvalidKeyException.class, () -> mac.init(wrong));
    SecretKey aes = BENCH.newSecret(backend, "AES", 256);
    assertThrows(InvalidKeyException.class, () -> mac.init(aes));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> mac.init(right, new AlgorithmParameterSpec() {}));
    mac.init(right);
    assertArrayEquals(expected, mac.doFinal(bytes(3)));
    Mac cmac = ours(backend, "AES-CMAC");
    assertThrows(InvalidKeyException.class, () -> cmac.init(right));
  }
}
