// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.MacRows;
import dev.holdfast.model.MacScheme;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every HMAC, equal to the JDK's over the same key. */
class MacContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @EveryBackend
  void codes_areTheJdks(Backend backend) throws Exception {
    for (AlgorithmTable.Row row : AlgorithmTable.rows()) {
      if (!(row.form() instanceof MacRows.Mac form)) {
        continue;
      }
      MacScheme scheme = form.scheme();
      for (int keyLength : new int[] {14, scheme.length(), 200}) {
        SecretKey software = new SecretKeySpec(bytes(keyLength), scheme.jcaName());
        Mac theirs = Mac.getInstance(scheme.jcaName(), "SunJCE");
        theirs.init(software);
        Mac ours = Mac.getInstance(scheme.jcaName(), BENCH.fixture(backend).provider());
        ours.init(BENCH.twin(backend, software));
        for (int length : new int[] {0, 1, 127, 128, 129, 5000, 1 << 20}) {
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
  void directBuffersBytesAndReset(Backend backend) throws Exception {
    SecretKey software = new SecretKeySpec(bytes(32), "HmacSHA256");
    Mac theirs = Mac.getInstance("HmacSHA256", "SunJCE");
    theirs.init(software);
    Mac ours = Mac.getInstance("HmacSHA256", BENCH.fixture(backend).provider());
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
  void failedInit_leavesNoKeyBehind(Backend backend) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256", BENCH.fixture(backend).provider());
    SecretKey right = BENCH.newSecret(backend, "HmacSHA256", 256);
    mac.init(right);
    byte[] expected = mac.doFinal(bytes(3));
    SecretKey wrong = BENCH.newSecret(backend, "HmacSHA512", 512);
    assertThrows(InvalidKeyException.class, () -> mac.init(wrong));
    assertThrows(InvalidKeyException.class, () -> mac.init(BENCH.newSecret(backend, "AES", 256)));
    mac.init(right);
    assertArrayEquals(expected, mac.doFinal(bytes(3)));
  }
}
