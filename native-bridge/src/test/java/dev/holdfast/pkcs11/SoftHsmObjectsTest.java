// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.pkcs11;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tokens, and the objects on a real one: made, found, read, wrapped, derived. */
class SoftHsmObjectsTest {
  @TempDir static Path directory;
  private static SoftHsm hsm;
  private static SessionPool pool;

  @BeforeAll
  static void start() throws Exception {
    hsm = SoftHsm.start(directory, "payments", "twin", "twin");
    pool = hsm.pool("payments");
  }

  @AfterAll
  static void stop() {
    pool.close();
    hsm.close();
  }

  @Test
  void moduleAndTokensAreDescribed() throws Exception {
    assertEquals("SoftHSM", hsm.module.info().manufacturer());
    assertTrue(hsm.module.info().cryptokiVersion().startsWith("2."));
    TokenInfo info = hsm.token("payments").info();
    assertEquals("payments", info.label());
    assertEquals("SoftHSM v2", info.model());
    assertEquals(16, info.serial().length());
    assertTrue(info.has(Ckf.CKF_TOKEN_INITIALIZED | Ckf.CKF_LOGIN_REQUIRED));
    assertEquals(4, info.minPinLength());
    assertEquals(255, info.maxPinLength());
    assertEquals("payments", hsm.token("serial:" + info.serial()).info().label());
  }

  @Test
  void tokenThatIsNotThere_namesThoseThatAre() {
    String message =
        assertThrows(TokenNotFoundException.class, () -> hsm.token("nosuch")).getMessage();
    assertTrue(message.contains("\"nosuch\"") && message.contains("\"payments\""), message);
  }

  @Test
  void tokensWithTheSameLabel_areNotGuessed() {
    String message =
        assertThrows(TokenNotFoundException.class, () -> hsm.token("twin")).getMessage();
    assertTrue(message.contains("serial:"), message);
  }

  @Test
  void mechanismsAreListed() throws Exception {
    List<MechanismInfo> mechanisms = hsm.token("payments").mechanisms();
    MechanismInfo gcm =
        mechanisms.stream().filter(m -> m.mechanism() == Ckm.CKM_AES_GCM).findFirst().orElseThrow();
    assertTrue(gcm.has(Ckf.CKF_ENCRYPT | Ckf.CKF_DECRYPT));
  }

  @Test
  void sensitiveAndUnknownAttributes_areAbsentAndTheOthersThere() throws Exception {
    long key = Templates.newAesKey(pool);
    Attributes attributes =
        pool.withSession(
            s ->
                s.getAttributes(
                    key,
                    Cka.CKA_VALUE,
                    Cka.CKA_MODULUS,
                    Cka.CKA_CLASS,
                    Cka.CKA_SENSITIVE,
                    Cka.CKA_LABEL));
    assertTrue(attributes.bytes(Cka.CKA_VALUE).isEmpty());
    assertTrue(attributes.bytes(Cka.CKA_MODULUS).isEmpty());
    assertEquals(Cko.CKO_SECRET_KEY, attributes.ulong(Cka.CKA_CLASS).orElseThrow());
    assertTrue(attributes.bool(Cka.CKA_SENSITIVE).orElseThrow());
    assertNotEquals(Ckr.CKR_OK, attributes.rv());
  }

  @Test
  void objectsAreCopiedChangedFoundAndDestroyed() throws Exception {
    long key = Templates.newAesKey(pool);
    byte[] id = {5, 5, 5};
    try (Template change =
            Template.builder().set(Cka.CKA_LABEL, "Schlüssel").set(Cka.CKA_ID, id).build();
        Template query = Template.builder().set(Cka.CKA_ID, id).build();
        Template token = Template.builder().set(Cka.CKA_TOKEN, true).build()) {
      pool.withSession(
          s -> {
            s.setAttributes(key, change);
            return null;
          });
      assertArrayEquals(new long[] {key}, pool.withSession(s -> s.findObjects(query)));
      long copy = pool.withSession(s -> s.copyObject(key, token));
      Attributes read = pool.withSession(s -> s.getAttributes(copy, Cka.CKA_LABEL, Cka.CKA_TOKEN));
      assertEquals("Schlüssel", read.text(Cka.CKA_LABEL).orElseThrow());
      assertTrue(read.bool(Cka.CKA_TOKEN).orElseThrow());
      for (long object : pool.withSession(s -> s.findObjects(query))) {
        pool.withSession(
            s -> {
              s.destroyObject(object);
              return null;
            });
      }
      assertEquals(0, pool.withSession(s -> s.findObjects(query)).length);
    }
  }

  @Test
  void manyObjects_areAllFound() throws Exception {
    try (Template template =
            Template.builder()
                .set(Cka.CKA_CLASS, Cko.CKO_DATA)
                .set(Cka.CKA_TOKEN, false)
                .set(Cka.CKA_APPLICATION, "many")
                .build();
        Template query = Template.builder().set(Cka.CKA_APPLICATION, "many").build()) {
      for (int i = 0; i < 600; i++) {
        pool.anchor(s -> s.createObject(template));
      }
      assertEquals(600, pool.withSession(s -> s.findObjects(query)).length);
    }
  }

  @Test
  void unwrapTemplateOfTheWrappingKey_isEnforced() throws Exception {
    try (Template wrapping =
            Template.builder()
                .set(Cka.CKA_CLASS, Cko.CKO_SECRET_KEY)
                .set(Cka.CKA_KEY_TYPE, Ckk.CKK_AES)
                .set(Cka.CKA_VALUE_LEN, 32L)
                .set(Cka.CKA_WRAP, true)
                .set(Cka.CKA_UNWRAP, true)
                .set(
                    Cka.CKA_UNWRAP_TEMPLATE,
                    Template.builder().set(Cka.CKA_SENSITIVE, true).set(Cka.CKA_EXTRACTABLE, true))
                .build();
        Template exportable = Templates.aes(32).build();
        Template good = unwrapped(true).build();
        Template leaking = unwrapped(false).build()) {
      Mechanism gen = Mechanism.of(Ckm.CKM_AES_KEY_GEN);
      Mechanism kwp = Mechanism.of(Ckm.CKM_AES_KEY_WRAP_PAD);
      long kek = pool.anchor(s -> s.generateKey(gen, wrapping));
      long fixed = pool.anchor(s -> s.generateKey(gen, exportable));
      Pkcs11Exception refused =
          assertThrows(
              Pkcs11Exception.class, () -> pool.withSession(s -> s.wrapKey(kwp, kek, fixed)));
      assertEquals(Ckr.CKR_KEY_UNEXTRACTABLE, refused.rv());
      long key = Templates.importKey(pool, new byte[32], Ckk.CKK_AES);
      byte[] blob = pool.withSession(s -> s.wrapKey(kwp, kek, key));
      assertEquals(40, blob.length);
      assertTrue(pool.anchor(s -> s.unwrapKey(kwp, kek, blob, good)) != 0);
      Pkcs11Exception e =
          assertThrows(
              Pkcs11Exception.class, () -> pool.anchor(s -> s.unwrapKey(kwp, kek, blob, leaking)));
      assertEquals(Ckr.CKR_TEMPLATE_INCONSISTENT, e.rv());
    }
  }

  @Test
  void keysAreDerivedByEncryption() throws Exception {
    try (Template base = Templates.aes(32).set(Cka.CKA_DERIVE, true).build();
        Template derived = Templates.aes(32).build()) {
      long key = pool.anchor(s -> s.generateKey(Mechanism.of(Ckm.CKM_AES_KEY_GEN), base));
      Mechanism ecb = Mechanism.aesEcbEncryptData(new byte[32]);
      assertTrue(pool.anchor(s -> s.deriveKey(ecb, key, derived)) != 0);
      Mechanism cbc = Mechanism.aesCbcEncryptData(new byte[16], new byte[32]);
      assertTrue(pool.anchor(s -> s.deriveKey(cbc, key, derived)) != 0);
    }
  }

  @Test
  void twoPartiesAgree_overEcdh() throws Exception {
    byte[] p256 = {6, 8, 42, (byte) 0x86, 72, (byte) 0xce, 61, 3, 1, 7};
    try (Template pub =
            Template.builder().set(Cka.CKA_TOKEN, false).set(Cka.CKA_EC_PARAMS, p256).build();
        Template priv =
            Template.builder()
                .set(Cka.CKA_TOKEN, false)
                .set(Cka.CKA_PRIVATE, true)
                .set(Cka.CKA_DERIVE, true)
                .build();
        Template secret = Templates.aes(32).build()) {
      Mechanism gen = Mechanism.of(Ckm.CKM_EC_KEY_PAIR_GEN);
      KeyPairHandles a = pool.anchor(s -> s.generateKeyPair(gen, pub, priv));
      KeyPairHandles b = pool.anchor(s -> s.generateKeyPair(gen, pub, priv));
      long fromA = pool.anchor(s -> s.deriveKey(ecdh(s, b.publicKey()), a.privateKey(), secret));
      long fromB = pool.anchor(s -> s.deriveKey(ecdh(s, a.publicKey()), b.privateKey(), secret));
      Mechanism ecb = Mechanism.of(Ckm.CKM_AES_ECB);
      byte[] sealed = pool.withSession(s -> s.encrypt(ecb, fromA, new byte[16]));
      assertArrayEquals(sealed, pool.withSession(s -> s.encrypt(ecb, fromB, new byte[16])));
    }
  }

  @Test
  void sessionObjectsOfTheAnchor_areSeenByPooledSessions() throws Exception {
    long key = Templates.newAesKey(pool);
    assertTrue(
        pool.withSession(s -> s.getAttributes(key, Cka.CKA_CLASS))
            .ulong(Cka.CKA_CLASS)
            .isPresent());
  }

  private static Mechanism ecdh(Session session, long publicKey) throws Pkcs11Exception {
    byte[] der =
        session.getAttributes(publicKey, Cka.CKA_EC_POINT).bytes(Cka.CKA_EC_POINT).orElseThrow();
    byte[] point = Arrays.copyOfRange(der, 2, der.length);
    return Mechanism.ecdh1Derive(Ckm.CKM_ECDH1_DERIVE, Ckd.CKD_NULL, new byte[0], point);
  }

  private static Template.Builder unwrapped(boolean sensitive) {
    return Template.builder()
        .set(Cka.CKA_CLASS, Cko.CKO_SECRET_KEY)
        .set(Cka.CKA_KEY_TYPE, Ckk.CKK_AES)
        .set(Cka.CKA_TOKEN, false)
        .set(Cka.CKA_SENSITIVE, sensitive)
        .set(Cka.CKA_EXTRACTABLE, true);
  }
}
