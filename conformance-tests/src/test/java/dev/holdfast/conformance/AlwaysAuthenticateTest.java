// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static dev.holdfast.pkcs11.Cka.*;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.pkcs11.Ckk;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Cko;
import dev.holdfast.pkcs11.KeyPairHandles;
import dev.holdfast.pkcs11.Mechanism;
import dev.holdfast.pkcs11.Template;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Cipher;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that want the PIN for each use, CKA_ALWAYS_AUTHENTICATE, as smart cards make them. */
class AlwaysAuthenticateTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);

  static void pair(Fixture fixture, String label, String id) throws Exception {
    try (RawToken token = RawToken.of(fixture)) {
      Template.Builder publicHalf =
          RawToken.object(Cko.CKO_PUBLIC_KEY)
              .set(CKA_ID, new byte[] {Byte.parseByte(id)})
              .set(CKA_LABEL, label)
              .set(CKA_ENCRYPT, true)
              .set(CKA_VERIFY, true)
              .set(CKA_MODULUS_BITS, 2048L)
              .set(CKA_PUBLIC_EXPONENT, new byte[] {1, 0, 1});
      Template.Builder privateHalf =
          RawToken.object(Cko.CKO_PRIVATE_KEY)
              .set(CKA_ID, new byte[] {Byte.parseByte(id)})
              .set(CKA_LABEL, label)
              .set(CKA_PRIVATE, true)
              .set(CKA_SENSITIVE, true)
              .set(CKA_SIGN, true)
              .set(CKA_DECRYPT, true)
              .set(CKA_ALWAYS_AUTHENTICATE, true);
      KeyPairHandles made =
          token.generatePair(Mechanism.of(Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN), publicHalf, privateHalf);
      assertTrue(
          token
              .attributes(made.privateKey(), CKA_ALWAYS_AUTHENTICATE)
              .bool(CKA_ALWAYS_AUTHENTICATE)
              .orElseThrow());
    }
  }

  private static boolean signs(Fixture fixture, String algorithm, PrivateKey key, PublicKey half)
      throws Exception {
    Signature signing = Signature.getInstance(algorithm, fixture.provider());
    signing.initSign(key);
    signing.update(MESSAGE);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance(algorithm, fixture.provider());
    verifying.initVerify(half);
    verifying.update(MESSAGE);
    return verifying.verify(signature);
  }

  private static void decrypts(Fixture fixture, String name, PrivateKey key, PublicKey half)
      throws Exception {
    Cipher sealing = Cipher.getInstance(name);
    sealing.init(Cipher.ENCRYPT_MODE, half);
    Cipher opening = Cipher.getInstance(name, fixture.provider());
    opening.init(Cipher.DECRYPT_MODE, key);
    assertArrayEquals(MESSAGE, opening.doFinal(sealing.doFinal(MESSAGE)), name);
  }

  private static PublicKey half(Fixture fixture, String name) throws Exception {
    return fixture.vault().entry(name).orElseThrow().key().orElseThrow().publicKey().orElseThrow();
  }

  /** NSS keeps the attribute and does not heed it. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"TOKEN", "NSS_TOKEN"})
  void rsaKey_signsAndDecrypts_paddedThereAndHere(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      pair(fixture, "card", "7");
      PrivateKey key = (PrivateKey) fixture.keyStore().getKey("card", null);
      PublicKey half = half(fixture, "card");
      for (int count = 0; count < 2; count++) {
        assertTrue(signs(fixture, "SHA256withRSA", key, half));
        assertTrue(signs(fixture, "SHA256withRSA/PSS", key, half));
        assertTrue(signs(fixture, "SHA3-256withRSA", key, half));
        decrypts(fixture, "RSA/ECB/PKCS1Padding", key, half);
        decrypts(fixture, "RSA/ECB/OAEPWithSHA-1AndMGF1Padding", key, half);
        decrypts(fixture, "RSA/ECB/OAEPWithSHA-256AndMGF1Padding", key, half);
      }
    }
  }

  @Test
  void otherKinds_sign() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      SoftHsm.pkcs11Tool(
          fixture,
          "--keypairgen",
          "--key-type",
          "EC:secp256r1",
          "--id",
          "ec",
          "--label",
          "ec",
          "--always-auth");
      SoftHsm.pkcs11Tool(
          fixture,
          "--keypairgen",
          "--key-type",
          "EC:edwards25519",
          "--id",
          "ed",
          "--label",
          "ed",
          "--always-auth");
      KeyStore keyStore = fixture.keyStore();
      for (int count = 0; count < 2; count++) {
        PrivateKey ec = (PrivateKey) keyStore.getKey("ec", null);
        assertTrue(signs(fixture, "SHA256withECDSA", ec, half(fixture, "ec")));
        PrivateKey ed = (PrivateKey) keyStore.getKey("ed", null);
        assertTrue(signs(fixture, "Ed25519", ed, half(fixture, "ed")));
      }
    }
  }

  @Test
  void manyThreads_eachGiveThePin() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      pair(fixture, "card", "7");
      PrivateKey key = (PrivateKey) fixture.keyStore().getKey("card", null);
      PublicKey half = half(fixture, "card");
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Future<Boolean>> results = new ArrayList<>();
        for (int count = 0; count < 40; count++) {
          results.add(threads.submit(() -> signs(fixture, "SHA256withRSA", key, half)));
        }
        for (Future<Boolean> result : results) {
          assertTrue(result.get());
        }
      } finally {
        threads.shutdownNow();
      }
    }
  }

  /** A vault's own keys are made without the attribute; a token may insist on it. */
  @Test
  void vaultKey_worksWhenTheTokenInsists() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.VAULT_ON_HSM)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      KeyPair software = generator.generateKeyPair();
      PublicKey half = software.getPublic();
      KeyFactory taking = KeyFactory.getInstance("RSA", fixture.provider());
      KeyStore keyStore = fixture.keyStore();
      keyStore.setKeyEntry(
          "web", taking.translateKey(software.getPrivate()), null, Certificates.chain(half, "web"));
      PrivateKey key = (PrivateKey) keyStore.getKey("web", null);
      assertTrue(signs(fixture, "SHA256withRSA", key, half));
      insist(fixture, (RSAPrivateCrtKey) software.getPrivate());
      // The handle that is in use finds the object anew, and so does the next process.
      assertTrue(signs(fixture, "SHA256withRSA", key, half));
      decrypts(fixture, "RSA/ECB/PKCS1Padding", key, half);
      fixture.reopen();
      PrivateKey again = (PrivateKey) fixture.keyStore().getKey("web", null);
      assertTrue(signs(fixture, "SHA256withRSA", again, half));
      decrypts(fixture, "RSA/ECB/OAEPWithSHA-256AndMGF1Padding", again, half);
    }
  }

  /**
   * Puts an object in the place of the token's only private key that wants the PIN for each use.
   */
  private static void insist(Fixture fixture, RSAPrivateCrtKey key) throws Exception {
    try (RawToken token = RawToken.of(fixture)) {
      long made = token.one(RawToken.object(Cko.CKO_PRIVATE_KEY));
      byte[] id = token.attributes(made, CKA_ID).bytes(CKA_ID).orElseThrow();
      token.destroy(made);
      token.create(
          RawToken.object(Cko.CKO_PRIVATE_KEY)
              .set(CKA_KEY_TYPE, Ckk.CKK_RSA)
              .set(CKA_ID, id)
              .set(CKA_PRIVATE, true)
              .set(CKA_SENSITIVE, true)
              .set(CKA_SIGN, true)
              .set(CKA_DECRYPT, true)
              .set(CKA_ALWAYS_AUTHENTICATE, true)
              .set(CKA_MODULUS, unsigned(key.getModulus()))
              .set(CKA_PUBLIC_EXPONENT, unsigned(key.getPublicExponent()))
              .set(CKA_PRIVATE_EXPONENT, unsigned(key.getPrivateExponent()))
              .set(CKA_PRIME_1, unsigned(key.getPrimeP()))
              .set(CKA_PRIME_2, unsigned(key.getPrimeQ()))
              .set(CKA_EXPONENT_1, unsigned(key.getPrimeExponentP()))
              .set(CKA_EXPONENT_2, unsigned(key.getPrimeExponentQ()))
              .set(CKA_COEFFICIENT, unsigned(key.getCrtCoefficient())));
    }
  }

  private static byte[] unsigned(BigInteger number) {
    return BigIntegers.asUnsignedByteArray(number);
  }

  @Test
  void wrongPin_isRefusedOnce_andOtherKeysGoOn() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      pair(fixture, "card", "7");
      SoftHsm.pkcs11Tool(
          fixture, "--keypairgen", "--key-type", "EC:secp256r1", "--id", "ec", "--label", "ec");
      KeyStore keyStore = fixture.keyStore();
      PrivateKey key = (PrivateKey) keyStore.getKey("card", null);
      PublicKey half = half(fixture, "card");
      assertTrue(signs(fixture, "SHA256withRSA", key, half));
      Files.writeString(fixture.folder().resolve("hsm-pin"), Faults.WRONG_PIN);
      for (int count = 0; count < 3; count++) {
        Faults.fails(
            ProviderException.class,
            Reason.LOGIN,
            () -> signs(fixture, "SHA256withRSA", key, half),
            "C_Login: CKR_PIN_INCORRECT",
            "hsm.main.pin");
      }
      // The PIN that was refused is not tried again, be there now another one.
      Files.writeString(fixture.folder().resolve("hsm-pin"), TestToken.PIN);
      Faults.fails(
          ProviderException.class, Reason.LOGIN, () -> signs(fixture, "SHA256withRSA", key, half));
      assertTrue(
          signs(
              fixture,
              "SHA256withECDSA",
              (PrivateKey) keyStore.getKey("ec", null),
              half(fixture, "ec")));
      fixture.reopen();
      PrivateKey again = (PrivateKey) fixture.keyStore().getKey("card", null);
      assertTrue(signs(fixture, "SHA256withRSA", again, half));
      assertEquals(half, half(fixture, "card"));
    }
  }

  @Test
  void otherKeys_costNothingMore() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      pair(fixture, "card", "7");
      SoftHsm.pkcs11Tool(
          fixture, "--keypairgen", "--key-type", "rsa:2048", "--id", "01", "--label", "plain");
      Spy plain = Spy.on(fixture, CardKeyProcess.class, "plain", "2");
      assertEquals(
          Map.of("C_SignInit", 1, "C_Sign", 1),
          Spy.on(fixture, CardKeyProcess.class, "plain", "3").moreThan(plain));
      Spy card = Spy.on(fixture, CardKeyProcess.class, "card", "2");
      assertEquals(Map.of("C_Login", 2), card.moreThan(plain));
    }
  }

  @Test
  void wrongPin_reachesTheTokenOnce() throws Exception {
    try (Fixture fixture = Fixture.of(Backend.TOKEN)) {
      pair(fixture, "card", "7");
      Path pin = fixture.folder().resolve("hsm-pin");
      Spy spy = Spy.on(fixture, CardKeyProcess.class, "card", "2", pin.toString());
      Faults.holdsNoPin(spy.program().output());
      assertEquals(
          CardKeyProcess.TRIES,
          spy.program().output().lines().filter(line -> line.startsWith("refused: LOGIN")).count(),
          spy.program().output());
      // The user's, two that were right, and one that was not.
      assertEquals(4, spy.calls().get("C_Login"));
      assertEquals(2, spy.calls().get("C_Sign"));
      Files.writeString(pin, TestToken.PIN);
    }
  }
}
