// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.memory.SecretMemory;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Operations with keys on a real token, checked against the JDK's own implementations. */
class SoftHsmTest {
  @TempDir static Path directory;
  private static SoftHsm hsm;
  private static SessionPool pool;

  @BeforeAll
  static void start() throws Exception {
    hsm = SoftHsm.start(directory, "payments", "other");
    pool = hsm.pool("payments");
  }

  @AfterAll
  static void stop() {
    pool.close();
    hsm.close();
  }

  @Test
  void gcmWithImportedKey_equalsJdk() throws Exception {
    byte[] raw = new byte[32];
    Arrays.fill(raw, (byte) 7);
    byte[] iv = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    byte[] aad = {42};
    Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
    jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(raw, "AES"), new GCMParameterSpec(128, iv));
    jdk.updateAAD(aad);
    byte[] plain = "sixteen bytes ok".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    Mechanism gcm = Mechanism.aesGcm(iv, aad, 128);
    long key = Templates.importKey(pool, raw, Ckk.CKK_AES);
    byte[] sealed = pool.withSession(s -> s.encrypt(gcm, key, plain));
    assertArrayEquals(jdk.doFinal(plain), sealed);
    assertArrayEquals(plain, pool.withSession(s -> s.decrypt(gcm, key, sealed)));
    byte[] target = new byte[20];
    int written = pool.withSession(s -> s.decrypt(gcm, key, sealed, 0, sealed.length, target, 2));
    assertEquals(16, written);
    assertArrayEquals(plain, Arrays.copyOfRange(target, 2, 18));
    try (SecretMemory secret = pool.withSession(s -> s.decryptSecret(gcm, key, sealed))) {
      assertArrayEquals(plain, secret.toByteArray());
    }
  }

  @Test
  void emptyPlaintext_isEncrypted() throws Exception {
    long key = Templates.newAesKey(pool);
    Mechanism gcm = Mechanism.aesGcm(new byte[12], new byte[0], 128);
    byte[] sealed = pool.withSession(s -> s.encrypt(gcm, key, new byte[0]));
    assertEquals(16, sealed.length);
    assertEquals(0, pool.withSession(s -> s.decrypt(gcm, key, sealed)).length);
  }

  @Test
  void megabyte_isEncryptedAndTheSessionServesSmallDataAfterwards() throws Exception {
    long key = Templates.newAesKey(pool);
    Mechanism gcm = Mechanism.aesGcm(new byte[12], new byte[0], 128);
    byte[] plain = new byte[1 << 20];
    Arrays.fill(plain, (byte) 3);
    byte[] again =
        pool.withSession(
            s -> {
              byte[] sealed = s.encrypt(gcm, key, plain);
              s.encrypt(gcm, key, new byte[5]);
              return s.decrypt(gcm, key, sealed);
            });
    assertArrayEquals(plain, again);
  }

  @Test
  void messageInParts_isWhatItIsWhole() throws Exception {
    long key = Templates.newAesKey(pool);
    Mechanism gcm = Mechanism.aesGcm(new byte[12], new byte[] {7}, 128);
    Mechanism cbc = Mechanism.aesCbc(Ckm.CKM_AES_CBC, new byte[16]);
    for (int length : new int[] {0, 16, 8192, 8208, 100_000}) {
      byte[] plain = new byte[length];
      Arrays.fill(plain, (byte) 5);
      for (Mechanism mechanism : List.of(gcm, cbc)) {
        byte[] whole = pool.withSession(s -> s.encrypt(mechanism, key, plain));
        byte[] sealed = new byte[whole.length];
        byte[] opened = new byte[length];
        int written =
            pool.withSession(s -> s.encryptInParts(mechanism, key, plain, 0, length, sealed));
        assertEquals(sealed.length, written);
        assertArrayEquals(whole, sealed);
        written =
            pool.withSession(
                s -> s.decryptInParts(mechanism, key, sealed, 0, sealed.length, opened));
        assertEquals(length, written);
        assertArrayEquals(plain, opened);
      }
    }
    byte[] forged = new byte[50_000];
    assertThrows(
        Pkcs11Exception.class,
        () ->
            pool.withSession(
                s -> s.decryptInParts(gcm, key, forged, 0, forged.length, new byte[50_000])));
    assertEquals(0, pool.status().inUse());
  }

  @Test
  void outputArrayTooShort_isRefusedAndTheSessionStaysUsable() throws Exception {
    long key = Templates.newAesKey(pool);
    Mechanism gcm = Mechanism.aesGcm(new byte[12], new byte[0], 128);
    Pkcs11Exception e =
        assertThrows(
            Pkcs11Exception.class,
            () -> pool.withSession(s -> s.encrypt(gcm, key, new byte[9], 0, 9, new byte[10], 0)));
    assertEquals(Ckr.CKR_BUFFER_TOO_SMALL, e.rv());
    assertEquals(25, pool.withSession(s -> s.encrypt(gcm, key, new byte[9])).length);
  }

  @Test
  void tamperedCiphertext_isAnErrorThatKeepsTheSession() throws Exception {
    long key = Templates.newAesKey(pool);
    Mechanism gcm = Mechanism.aesGcm(new byte[12], new byte[0], 128);
    byte[] sealed = pool.withSession(s -> s.encrypt(gcm, key, new byte[9]));
    sealed[0] ^= 1;
    assertThrows(Pkcs11Exception.class, () -> pool.withSession(s -> s.decrypt(gcm, key, sealed)));
    assertEquals(0, pool.status().inUse());
  }

  @Test
  void cbcAndCtr_roundTrip() throws Exception {
    long key = Templates.newAesKey(pool);
    for (Mechanism mechanism :
        List.of(
            Mechanism.aesCbc(Ckm.CKM_AES_CBC_PAD, new byte[16]),
            Mechanism.aesCtr(128, new byte[16]))) {
      byte[] sealed = pool.withSession(s -> s.encrypt(mechanism, key, new byte[33]));
      assertArrayEquals(new byte[33], pool.withSession(s -> s.decrypt(mechanism, key, sealed)));
    }
  }

  @Test
  void rsaSignatures_verifyInTheJdk() throws Exception {
    KeyPairHandles pair = Templates.newRsaKey(pool);
    RSAPublicKey publicKey = publicKey(pair.publicKey());
    byte[] message = {1, 2, 3};
    byte[] plain =
        pool.withSession(
            s -> s.sign(Mechanism.of(Ckm.CKM_SHA256_RSA_PKCS), pair.privateKey(), message));
    verify("SHA256withRSA", null, publicKey, message, plain);
    Mechanism pss =
        Mechanism.rsaPss(Ckm.CKM_SHA256_RSA_PKCS_PSS, Ckm.CKM_SHA256, Ckg.CKG_MGF1_SHA256, 32);
    // A hint that is too small costs a second call only.
    byte[] salted = pool.withSession(s -> s.sign(pss, pair.privateKey(), message, 0, 3, 1));
    PSSParameterSpec spec =
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);
    verify("RSASSA-PSS", spec, publicKey, message, salted);
  }

  @Test
  void oaep_decryptsWhatTheJdkEncrypted() throws Exception {
    KeyPairHandles pair = Templates.newRsaKey(pool);
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, publicKey(pair.publicKey()));
    byte[] sealed = cipher.doFinal(new byte[] {9, 8, 7});
    Mechanism oaep = Mechanism.rsaOaep(Ckm.CKM_SHA_1, Ckg.CKG_MGF1_SHA1, new byte[0]);
    assertArrayEquals(
        new byte[] {9, 8, 7}, pool.withSession(s -> s.decrypt(oaep, pair.privateKey(), sealed)));
  }

  @Test
  void macInParts_equalsMacAtOnceAndJdk() throws Exception {
    byte[] raw = new byte[32];
    raw[0] = 1;
    long key = Templates.importKey(pool, raw, Ckk.CKK_GENERIC_SECRET);
    byte[] message = new byte[10_000];
    message[9_999] = 5;
    Mechanism hmac = Mechanism.of(Ckm.CKM_SHA256_HMAC);
    byte[] parts =
        pool.withSession(
            s -> {
              s.signInit(hmac, key);
              s.signUpdate(message, 0, 4_000);
              s.signUpdate(message, 4_000, 6_000);
              return s.signFinal(32);
            });
    Mac jdk = Mac.getInstance("HmacSHA256");
    jdk.init(new SecretKeySpec(raw, "HmacSHA256"));
    assertArrayEquals(jdk.doFinal(message), parts);
    assertArrayEquals(parts, pool.withSession(s -> s.sign(hmac, key, message)));
  }

  @Test
  void operationLeftOpen_costsTheSession() throws Exception {
    long key = Templates.importKey(pool, new byte[32], Ckk.CKK_GENERIC_SECRET);
    long before = pool.status().discarded();
    pool.withSession(
        s -> {
          s.signInit(Mechanism.of(Ckm.CKM_SHA256_HMAC), key);
          return null;
        });
    assertEquals(before + 1, pool.status().discarded());
  }

  @Test
  void randomBytes_fillTheWantedPartOnly() throws Exception {
    byte[] target = new byte[64];
    pool.withSession(
        s -> {
          s.seedRandom(new byte[] {1, 2, 3});
          s.generateRandom(target, 8, 48);
          return null;
        });
    assertArrayEquals(new byte[8], Arrays.copyOf(target, 8));
    assertArrayEquals(new byte[8], Arrays.copyOfRange(target, 56, 64));
    assertFalse(Arrays.equals(new byte[48], Arrays.copyOfRange(target, 8, 56)));
  }

  @Test
  void manyThreads_getTheirOwnResults() throws Exception {
    long key = Templates.newAesKey(pool);
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> results = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      byte mark = (byte) t;
      results.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 300; i++) {
                  byte[] plain = new byte[100 + i];
                  Arrays.fill(plain, mark);
                  byte[] iv = new byte[12];
                  iv[0] = mark;
                  iv[1] = (byte) i;
                  Mechanism gcm = Mechanism.aesGcm(iv, new byte[] {mark}, 128);
                  byte[] sealed = pool.withSession(s -> s.encrypt(gcm, key, plain));
                  assertArrayEquals(plain, pool.withSession(s -> s.decrypt(gcm, key, sealed)));
                }
                return null;
              }));
    }
    for (Future<?> result : results) {
      result.get();
    }
    threads.shutdown();
    assertTrue(pool.status().idle() <= 16, pool.status().toString());
  }

  @Test
  void wrongPin_isTypedAndHasNoPinInIt() throws Exception {
    try (SessionPool other = SessionPool.open(hsm.token("other"), PoolSettings.defaults())) {
      Pkcs11Exception e =
          assertThrows(Pkcs11Exception.class, () -> other.login("0000-wrong"::toCharArray));
      assertEquals(Ckr.CKR_PIN_INCORRECT, e.rv());
      assertEquals("C_Login", e.function());
      assertFalse(e.toString().contains("0000"), e.toString());
      assertThrows(Pkcs11Exception.class, () -> other.withSession(Session::state));
      other.login(SoftHsm.PIN::toCharArray);
      assertEquals(Cks.CKS_RW_USER_FUNCTIONS, other.withSession(Session::state));
    }
  }

  @Test
  void loginLostToLogout_isMadeAgainOnce() throws Exception {
    try (SessionPool other = SessionPool.open(hsm.token("other"), PoolSettings.defaults())) {
      other.login(SoftHsm.PIN::toCharArray);
      other.withSession(
          s -> {
            s.logout();
            return null;
          });
      assertNotEquals(0, Templates.newAesKey(other));
      assertEquals(Cks.CKS_RW_USER_FUNCTIONS, other.withSession(Session::state));
    }
  }

  private static RSAPublicKey publicKey(long handle) throws Exception {
    Attributes attributes =
        pool.withSession(s -> s.getAttributes(handle, Cka.CKA_MODULUS, Cka.CKA_PUBLIC_EXPONENT));
    RSAPublicKeySpec spec =
        new RSAPublicKeySpec(
            new BigInteger(1, attributes.bytes(Cka.CKA_MODULUS).orElseThrow()),
            new BigInteger(1, attributes.bytes(Cka.CKA_PUBLIC_EXPONENT).orElseThrow()));
    return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(spec);
  }

  private static void verify(
      String algorithm, PSSParameterSpec spec, RSAPublicKey key, byte[] message, byte[] signature)
      throws Exception {
    Signature verifier = Signature.getInstance(algorithm);
    verifier.initVerify(key);
    if (spec != null) {
      verifier.setParameter(spec);
    }
    verifier.update(message);
    assertTrue(verifier.verify(signature));
  }
}
