// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.model.KeyOperationException.Reason;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.List;
import java.util.Map;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/** Keys and parameters that do not fit get the exception the JCA documents, on every backend. */
class BadKeyUseTest {
  private static PrivateKey pair(Fixture fixture, String type, String alias)
      throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(type, fixture.provider());
    HoldfastKeySpec.Builder spec = HoldfastKeySpec.builder().alias(alias);
    generator.initialize((type.equals("RSA") ? spec.keySize(2048) : spec.curve("P-256")).build());
    return generator.generateKeyPair().getPrivate();
  }

  private static Key secret(Fixture fixture, String alias) throws GeneralSecurityException {
    KeyGenerator generator = KeyGenerator.getInstance("AES", fixture.provider());
    generator.init(HoldfastKeySpec.builder().alias(alias).keySize(256).build());
    return generator.generateKey();
  }

  @EveryBackend
  void keyOfTheWrongType_isInvalid(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      PrivateKey rsa = pair(fixture, "RSA", "rsa");
      PrivateKey ec = pair(fixture, "EC", "ec");
      Key aes = secret(fixture, "aes");
      Signature ecdsa = Signature.getInstance("SHA256withECDSA", fixture.provider());
      Faults.fails(InvalidKeyException.class, () -> ecdsa.initSign(rsa), "key");
      Signature pkcs1 = Signature.getInstance("SHA256withRSA", fixture.provider());
      Faults.fails(InvalidKeyException.class, () -> pkcs1.initSign(ec), "key");
      Faults.fails(InvalidKeyException.class, () -> pkcs1.initSign(null));
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPWithSHA-256AndMGF1Padding", fixture.provider());
      Faults.fails(InvalidKeyException.class, () -> oaep.init(Cipher.DECRYPT_MODE, aes), "key");
      Faults.fails(InvalidKeyException.class, () -> oaep.init(Cipher.DECRYPT_MODE, ec), "key");
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", fixture.provider());
      Faults.fails(InvalidKeyException.class, () -> gcm.init(Cipher.ENCRYPT_MODE, rsa), "key");
      Mac mac = Mac.getInstance("HmacSHA256", fixture.provider());
      Faults.fails(InvalidKeyException.class, () -> mac.init(aes), "key");
      // Naming no provider, there is none for such a pair either.
      assertThrows(
          InvalidKeyException.class, () -> Signature.getInstance("SHA256withECDSA").initSign(rsa));
    }
  }

  @EveryBackend
  void wrongParameters_areRefused(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      Key aes = secret(fixture, "aes");
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding", fixture.provider());
      Faults.fails(
          InvalidAlgorithmParameterException.class,
          () -> gcm.init(Cipher.ENCRYPT_MODE, aes, new IvParameterSpec(new byte[16])));
      Cipher other = Cipher.getInstance("AES/GCM/NoPadding", fixture.provider());
      Faults.fails(
          InvalidAlgorithmParameterException.class,
          () -> other.init(Cipher.ENCRYPT_MODE, aes, new GCMParameterSpec(17, new byte[12])));
      KeyPairGenerator ec = KeyPairGenerator.getInstance("EC", fixture.provider());
      Faults.fails(
          InvalidAlgorithmParameterException.class,
          () -> ec.initialize(new ECGenParameterSpec("secp224r1")),
          "P-256");
      Faults.fails(InvalidParameterException.class, () -> ec.initialize(100));
      KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA", fixture.provider());
      Faults.fails(InvalidParameterException.class, () -> rsa.initialize(1000));
      Faults.fails(
          InvalidAlgorithmParameterException.class,
          () -> rsa.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F0)),
          "65537");
      KeyGenerator generator = KeyGenerator.getInstance("AES", fixture.provider());
      Faults.fails(InvalidParameterException.class, () -> generator.init(100));
      Faults.fails(
          InvalidAlgorithmParameterException.class,
          () -> generator.init(new IvParameterSpec(new byte[16])));
      gcm.init(Cipher.ENCRYPT_MODE, aes, new GCMParameterSpec(128, new byte[12]));
      byte[] sealed = gcm.doFinal(new byte[20]);
      sealed[3] ^= 1;
      gcm.init(Cipher.DECRYPT_MODE, aes, new GCMParameterSpec(128, new byte[12]));
      Faults.fails(AEADBadTagException.class, () -> gcm.doFinal(sealed));
    }
  }

  @EveryBackend
  void takenAlias_isRefusedAndNothingIsHalfMade(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      pair(fixture, "EC", "taken");
      int before = fixture.vault().keys().size();
      Faults.fails(
          ProviderException.class,
          Reason.ALREADY_EXISTS,
          () -> pair(fixture, "EC", "taken"),
          "taken");
      Faults.fails(
          ProviderException.class, Reason.ALREADY_EXISTS, () -> secret(fixture, "taken"), "taken");
      fixture.reopen();
      assertEquals(before, fixture.vault().keys().size());
      assertEquals(List.of("taken"), fixture.vault().names());
    }
  }

  @EveryBackend
  void keyDeletedByAnotherProcess_stopsWorkingWithinASecond(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      PrivateKey key = pair(fixture, "EC", "shared");
      Signature signature = Signature.getInstance("SHA256withECDSA", fixture.provider());
      signature.initSign(key);
      signature.sign();
      Program deletion =
          Program.run(
                  fixture.folder(),
                  Map.of(),
                  List.of(
                      Program.jdkTool("java"),
                      "--enable-native-access=ALL-UNNAMED",
                      "-cp",
                      System.getProperty("java.class.path"),
                      DeletingProcess.class.getName(),
                      fixture.configuration().toString(),
                      "shared"))
              .requireSuccess();
      long deleted =
          Long.parseLong(
              deletion
                  .output()
                  .lines()
                  .filter(line -> line.startsWith("deleted "))
                  .findFirst()
                  .orElseThrow()
                  .substring("deleted ".length()));
      Exception refusal = null;
      while (refusal == null && System.currentTimeMillis() < deleted + 1500) {
        refusal = use(signature, key);
      }
      Exception last = refusal;
      assertTrue(last != null, "The key still signs 1.5 s after it was deleted");
      Faults.holdsNoPin(last);
      assertTrue(
          last instanceof InvalidKeyException || last instanceof java.security.SignatureException,
          () -> Faults.trace(last));
      KeyStore keyStore = fixture.keyStore();
      while (keyStore.containsAlias("shared") && System.currentTimeMillis() < deleted + 3000) {
        Thread.sleep(50);
      }
      assertEquals(List.of(), List.copyOf(SmallVault.namesOf(keyStore)));
    }
  }

  private static Exception use(Signature signature, PrivateKey key) throws InterruptedException {
    Thread.sleep(20);
    try {
      signature.initSign(key);
      signature.sign();
      return null;
    } catch (GeneralSecurityException | ProviderException e) {
      return e;
    }
  }
}
