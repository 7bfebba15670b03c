// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.IvParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What ciphers and MACs ask of a token: two calls for each message, and no session in between. */
class CipherCallsTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  @Test
  void aMessageIsTwoCalls_howeverManyAreMade() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      // One message more with each of three ciphers, both ways, and with a MAC.
      assertEquals(
          Map.of(
              "C_EncryptInit", 3,
              "C_Encrypt", 3,
              "C_DecryptInit", 3,
              "C_Decrypt", 3,
              "C_SignInit", 1,
              "C_Sign", 1),
          callsOfOneMore(fixture, "messages"));
    }
  }

  /** SoftHSM2's C_UnwrapKey is not relied on; NSS's is, and nobody here sees the key. */
  @Test
  void keysAreUnwrappedInsideTheToken_thatDoesItRight() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.NSS_TOKEN)) {
      assertEquals(
          Map.of("C_UnwrapKey", 1, "C_GetAttributeValue", 2), callsOfOneMore(fixture, "unwrap"));
    }
  }

  private static Map<String, Integer> callsOfOneMore(Fixture fixture, String what)
      throws Exception {
    Spy few = Spy.on(fixture, CipherProcess.class, what, "1");
    return Spy.on(fixture, CipherProcess.class, what, "2").moreThan(few);
  }

  /** More messages half done than the token has sessions, and others done in between. */
  @EveryBackend
  void noSessionIsHeldBetweenUpdates(Backend backend) throws Exception {
    SecretKey key = BENCH.newSecret(backend, "AES", 256);
    SecretKey hmac = BENCH.newSecret(backend, "HmacSHA256", 256);
    List<Cipher> ciphers = new ArrayList<>();
    List<Mac> macs = new ArrayList<>();
    byte[] message = new byte[1000];
    for (int i = 0; i < 80; i++) {
      String name = i % 2 == 0 ? "AES/CBC/PKCS5Padding" : "AES/CTR/NoPadding";
      Cipher cipher = Cipher.getInstance(name, BENCH.fixture(backend).provider());
      cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(new byte[16]));
      assertTrue(cipher.update(message, 0, 500).length > 400);
      ciphers.add(cipher);
      Mac mac = Mac.getInstance("HmacSHA256", BENCH.fixture(backend).provider());
      mac.init(hmac);
      mac.update(message, 0, 500);
      macs.add(mac);
    }
    byte[][] rest = new byte[80][];
    for (int i = 79; i >= 0; i--) {
      rest[i] = ciphers.get(i).doFinal(message, 500, 500);
      assertArrayEquals(rest[i], i > 77 ? rest[i] : rest[i + 2]);
      macs.get(i).update(message, 500, 500);
      assertArrayEquals(macs.get(i).doFinal(), macs.get(i).doFinal(message));
    }
  }
}
