// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.jca.AlgorithmTable;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Security;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.DESedeKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Software keys go in and do not come out. */
class SecretKeyFactoryContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static SecretKeyFactory factory(Backend backend, String algorithm) throws Exception {
    return SecretKeyFactory.getInstance(algorithm, BENCH.fixture(backend).provider());
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (31 * i + length);
    }
    return bytes;
  }

  private static byte[] used(Backend backend, SecretKey key) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding", BENCH.fixture(backend).provider());
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return cipher.doFinal(new byte[16]);
  }

  @EveryBackend
  void aesKeys_goInBothWays_andComputeWhatTheyDidOutside(Backend backend) throws Exception {
    SecretKeyFactory factory = factory(backend, "AES");
    for (int length : new int[] {16, 24, 32}) {
      SecretKeySpec software = new SecretKeySpec(bytes(length), "AES");
      SecretKey translated = factory.translateKey(software);
      SecretKey generated = factory.generateSecret(software);
      assertNull(translated.getEncoded());
      assertNull(translated.getFormat());
      assertEquals("AES", translated.getAlgorithm());
      Cipher theirs = Cipher.getInstance("AES/ECB/NoPadding", "SunJCE");
      theirs.init(Cipher.ENCRYPT_MODE, software);
      byte[] expected = theirs.doFinal(new byte[16]);
      assertArrayEquals(expected, used(backend, translated));
      assertArrayEquals(expected, used(backend, generated));
      assertSame(translated, factory.translateKey(translated));
      assertThrows(
          InvalidKeySpecException.class, () -> factory.getKeySpec(translated, SecretKeySpec.class));
      assertThrows(
          InvalidKeySpecException.class, () -> factory.getKeySpec(software, SecretKeySpec.class));
    }
  }

  @EveryBackend
  void whatIsNoSuchKey_isRefused(Backend backend) throws Exception {
    SecretKeyFactory factory = factory(backend, "AES");
    for (SecretKey wrong :
        List.of(
            new SecretKeySpec(bytes(17), "AES"),
            new SecretKeySpec(bytes(16), "HmacSHA256"),
            new SecretKeySpec(bytes(16), "Blowfish"),
            BENCH.newSecret(backend, "HmacSHA256", 256))) {
      assertThrows(InvalidKeyException.class, () -> factory.translateKey(wrong));
    }
    assertThrows(InvalidKeyException.class, () -> factory.translateKey(null));
    assertThrows(
        InvalidKeySpecException.class, () -> factory.generateSecret(new DESedeKeySpec(bytes(24))));
    assertThrows(InvalidKeySpecException.class, () -> factory.generateSecret(null));
    assertThrows(
        InvalidKeySpecException.class,
        () ->
            factory(backend, "HmacSHA256")
                .generateSecret(new SecretKeySpec(bytes(3), "HmacSHA256")));
  }

  @EveryBackend
  void tripleDesKeys_goInAsTheirOwnSpec(Backend backend) throws Exception {
    SecretKey handle = factory(backend, "DESede").generateSecret(new DESedeKeySpec(bytes(24)));
    Cipher ours = Cipher.getInstance("DESede/CBC/NoPadding", BENCH.fixture(backend).provider());
    ours.init(Cipher.ENCRYPT_MODE, handle);
    Cipher theirs = Cipher.getInstance("DESede/CBC/NoPadding", "SunJCE");
    theirs.init(Cipher.DECRYPT_MODE, new SecretKeySpec(bytes(24), "DESede"), ours.getParameters());
    assertArrayEquals(bytes(32), theirs.doFinal(ours.doFinal(bytes(32))));
    SecretKey made = BENCH.newSecret(backend, "DESede", 168);
    ours.init(Cipher.ENCRYPT_MODE, made);
    byte[] sealed = ours.doFinal(bytes(8));
    Cipher back = Cipher.getInstance("DESede/CBC/NoPadding", BENCH.fixture(backend).provider());
    back.init(Cipher.DECRYPT_MODE, made, ours.getParameters());
    assertArrayEquals(bytes(8), back.doFinal(sealed));
  }

  /** As with generators: whoever does not name Holdfast gets what he got before. */
  @EveryBackend
  void callersThatNameNobody_doNotFindIt(Backend backend) throws Exception {
    Security.insertProviderAt(BENCH.fixture(backend).provider(), 1);
    try {
      assertEquals("SunJCE", SecretKeyFactory.getInstance("DESede").getProvider().getName());
      assertThrows(NoSuchAlgorithmException.class, () -> SecretKeyFactory.getInstance("AES"));
      assertEquals(
          "Holdfast", SecretKeyFactory.getInstance("AES", "Holdfast").getProvider().getName());
    } finally {
      Security.removeProvider("Holdfast");
    }
  }

  @EveryBackend
  void everyAliasOfAFactory_isServed(Backend backend) throws Exception {
    for (AlgorithmTable.Row row : AlgorithmTable.rows()) {
      if (row.type().equals("SecretKeyFactory")) {
        assertEquals(row.name(), factory(backend, row.name()).getAlgorithm());
        for (String alias : row.aliases()) {
          assertEquals(
              alias.toLowerCase(Locale.ROOT),
              factory(backend, alias.toLowerCase(Locale.ROOT)).getAlgorithm());
        }
      }
    }
    byte[] wiped = bytes(16);
    SecretKeySpec software = new SecretKeySpec(wiped, "AES");
    factory(backend, "AES").translateKey(software);
    assertArrayEquals(bytes(16), software.getEncoded(), "the caller's key stays his own");
    Arrays.fill(wiped, (byte) 0);
  }
}
