// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/** Encryption, decryption and MACs of every backend, beside the JDK's with the same keys. */
class CipherContractTest {
  private static final Random RANDOM = new Random(2);

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** A key of ours and an ordinary one with the same bytes. */
  private record Twins(Key ours, SecretKey plain) {
    static Twins of(Fixture fixture, String algorithm, int length) throws Exception {
      SecretKey plain = new SecretKeySpec(bytes(length), algorithm);
      KeyStore keyStore = fixture.keyStore();
      String alias = algorithm + length;
      keyStore.setEntry(alias, new KeyStore.SecretKeyEntry(plain), null);
      return new Twins(keyStore.getKey(alias, null), plain);
    }
  }

  private static byte[] gcm(
      Cipher cipher, int mode, Key key, GCMParameterSpec spec, byte[] aad, byte[] in)
      throws Exception {
    cipher.init(mode, key, spec);
    cipher.updateAAD(aad);
    return cipher.doFinal(in);
  }

  @EveryBackend
  void gcm_isThatOfTheJdk(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
      for (int length : new int[] {16, 24, 32}) {
        Twins keys = Twins.of(fixture, "AES", length);
        assertNull(keys.ours.getEncoded());
        for (int tag : new int[] {128, 120, 112, 104, 96}) {
          for (int size : new int[] {0, 1, 16, 1000, 1 << 20}) {
            Cipher ours = Cipher.getInstance("AES/GCM/NoPadding", fixture.provider());
            GCMParameterSpec spec = new GCMParameterSpec(tag, bytes(size == 1000 ? 16 : 12));
            byte[] aad = bytes(size % 50);
            byte[] plain = bytes(size);
            byte[] sealed = gcm(ours, Cipher.ENCRYPT_MODE, keys.ours, spec, aad, plain);
            assertArrayEquals(plain, gcm(jdk, Cipher.DECRYPT_MODE, keys.plain, spec, aad, sealed));
            assertArrayEquals(plain, gcm(ours, Cipher.DECRYPT_MODE, keys.ours, spec, aad, sealed));
          }
        }
      }
    }
  }

  @EveryBackend
  void gcmWithABadTag_isRefusedAndTheNextWorks(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Twins keys = Twins.of(fixture, "AES", 32);
      Cipher ours = Cipher.getInstance("AES/GCM/NoPadding", fixture.provider());
      ours.init(Cipher.ENCRYPT_MODE, keys.ours);
      GCMParameterSpec spec = new GCMParameterSpec(128, ours.getIV());
      byte[] sealed = ours.doFinal(new byte[100]);
      for (int round = 0; round < 20; round++) {
        byte[] bad = sealed.clone();
        bad[RANDOM.nextInt(bad.length)] ^= 1;
        assertThrows(
            AEADBadTagException.class,
            () -> gcm(ours, Cipher.DECRYPT_MODE, keys.ours, spec, new byte[0], bad));
        assertArrayEquals(
            new byte[100], gcm(ours, Cipher.DECRYPT_MODE, keys.ours, spec, new byte[0], sealed));
      }
    }
  }

  @EveryBackend
  void oaep_opensWhatTheJdkSealed(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", fixture.provider());
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      for (String digest : List.of("SHA-1", "SHA-256", "SHA-384", "SHA-512")) {
        for (String mgf : List.of("SHA-1", digest)) {
          for (byte[] label : List.of(new byte[0], bytes(5))) {
            OAEPParameterSpec spec =
                new OAEPParameterSpec(
                    digest, "MGF1", new MGF1ParameterSpec(mgf), new PSource.PSpecified(label));
            Cipher jdk = Cipher.getInstance("RSA/ECB/OAEPPadding", "SunJCE");
            jdk.init(Cipher.ENCRYPT_MODE, pair.getPublic(), spec);
            byte[] plain = bytes(20);
            byte[] sealed = jdk.doFinal(plain);
            Cipher ours = Cipher.getInstance("RSA/ECB/OAEPPadding", fixture.provider());
            ours.init(Cipher.DECRYPT_MODE, pair.getPrivate(), spec);
            assertArrayEquals(plain, ours.doFinal(sealed), digest + " " + mgf);
          }
        }
      }
    }
  }

  @EveryBackend
  void oaepThatIsWrong_isRefusedInOneWay(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", fixture.provider());
      generator.initialize(2048);
      KeyPair pair = generator.generateKeyPair();
      String messages = null;
      for (String name :
          List.of("RSA/ECB/OAEPWithSHA-1AndMGF1Padding", "RSA/ECB/OAEPWithSHA-256AndMGF1Padding")) {
        Cipher ours = Cipher.getInstance(name, fixture.provider());
        for (int round = 0; round < 6; round++) {
          byte[] wrong = bytes(256);
          wrong[0] = 0;
          ours.init(Cipher.DECRYPT_MODE, pair.getPrivate());
          BadPaddingException refusal =
              assertThrows(BadPaddingException.class, () -> ours.doFinal(wrong));
          messages = messages == null ? refusal.getMessage() : messages;
          assertEquals(messages, refusal.getMessage());
        }
      }
    }
  }

  @EveryBackend
  void hmac_isThatOfTheJdk(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      for (String name : List.of("HmacSHA256", "HmacSHA384", "HmacSHA512")) {
        for (int length : new int[] {16, 64}) {
          Twins keys = Twins.of(fixture, name, length);
          Mac ours = Mac.getInstance(name, fixture.provider());
          Mac jdk = Mac.getInstance(name);
          jdk.init(keys.plain);
          for (int size : new int[] {0, 1, 1000, 300_000}) {
            byte[] message = bytes(size);
            if (!keys.ours.getAlgorithm().equals(name)) {
              // A token that stands alone says a generic secret's length and not its digest.
              continue;
            }
            ours.init(keys.ours);
            assertArrayEquals(jdk.doFinal(message), ours.doFinal(message), name + " " + size);
          }
        }
      }
    }
  }

  @EveryBackend
  void generatedKeys_computeAndCannotBeRead(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyGenerator aes = KeyGenerator.getInstance("AES", fixture.provider());
      aes.init(256);
      SecretKey key = aes.generateKey();
      assertNull(key.getEncoded());
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", fixture.provider());
      cipher.init(Cipher.ENCRYPT_MODE, key);
      assertEquals(26, cipher.doFinal(new byte[10]).length);
      for (String name : List.of("HmacSHA256", "HmacSHA384", "HmacSHA512")) {
        SecretKey hmac = KeyGenerator.getInstance(name, fixture.provider()).generateKey();
        assertNull(hmac.getEncoded());
        Mac mac = Mac.getInstance(name, fixture.provider());
        mac.init(hmac);
        byte[] once = mac.doFinal(new byte[10]);
        assertArrayEquals(once, mac.doFinal(new byte[10]));
        assertEquals(mac.getMacLength(), once.length);
        assertEquals(false, Arrays.equals(once, new byte[once.length]));
      }
    }
  }
}
