// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.jca.AlgorithmTable;
import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Signatures of every backend, checked by the JDK's own providers. */
class SigningContractTest {
  private static final byte[] MESSAGE = new byte[1000];

  static {
    new Random(1).nextBytes(MESSAGE);
  }

  private static KeyPair ec(Fixture fixture, String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", fixture.provider());
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static KeyPair rsa(Fixture fixture, int bits) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", fixture.provider());
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static byte[] sign(Fixture fixture, String name, KeyPair pair, byte[] message)
      throws Exception {
    Signature signature = Signature.getInstance(name, fixture.provider());
    signature.initSign(pair.getPrivate());
    signature.update(message);
    return signature.sign();
  }

  private static boolean verifies(
      String name, PSSParameterSpec pss, KeyPair pair, byte[] message, byte[] signed)
      throws Exception {
    Signature verifier = Signature.getInstance(name);
    verifier.initVerify(pair.getPublic());
    if (pss != null) {
      verifier.setParameter(pss);
    }
    verifier.update(message);
    return verifier.verify(signed);
  }

  private static PSSParameterSpec pss(String digest, String mgf, int salt) {
    return new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(mgf), salt, 1);
  }

  @EveryBackend
  void everyRow_verifiesElsewhere(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      List<KeyPair> ecs =
          List.of(ec(fixture, "secp256r1"), ec(fixture, "secp384r1"), ec(fixture, "secp521r1"));
      List<KeyPair> rsas = List.of(rsa(fixture, 2048), rsa(fixture, 3072));
      int tried = 0;
      for (AlgorithmTable.Row row : AlgorithmTable.rows()) {
        if (!row.type().equals("Signature") || row.name().equals("RSASSA-PSS")) {
          continue;
        }
        for (KeyPair pair : row.name().endsWith("ECDSA") ? ecs : rsas) {
          tryRow(fixture, row, pair);
          tried++;
        }
      }
      assertEquals(4 * 3 + 7 * 2, tried);
    }
  }

  private static void tryRow(Fixture fixture, AlgorithmTable.Row row, KeyPair pair)
      throws Exception {
    boolean raw = row.name().startsWith("NONE");
    byte[] message = raw ? MessageDigest.getInstance("SHA-256").digest(MESSAGE) : MESSAGE;
    byte[] signed = sign(fixture, row.name(), pair, message);
    if (row.name().equals("NONEwithRSA")) {
      javax.crypto.Cipher cipher = javax.crypto.Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(javax.crypto.Cipher.DECRYPT_MODE, pair.getPublic());
      assertTrue(MessageDigest.isEqual(message, cipher.doFinal(signed)), row.name());
    } else if (row.name().endsWith("andMGF1")) {
      String digest = row.digest().jcaName();
      PSSParameterSpec parameters = pss(digest, digest, row.digest().length());
      assertTrue(verifies("RSASSA-PSS", parameters, pair, message, signed), row.name());
    } else {
      assertTrue(verifies(row.name(), null, pair, message, signed), row.name());
    }
  }

  @EveryBackend
  void pss_takesEveryParameter(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPair pair = rsa(fixture, 2048);
      for (PSSParameterSpec parameters :
          List.of(
              pss("SHA-256", "SHA-256", 32),
              pss("SHA-256", "SHA-256", 0),
              pss("SHA-512", "SHA-512", 64),
              pss("SHA-256", "SHA-1", 20),
              pss("SHA-384", "SHA-512", 48))) {
        Signature signature = Signature.getInstance("RSASSA-PSS", fixture.provider());
        signature.initSign(pair.getPrivate());
        signature.setParameter(parameters);
        signature.update(MESSAGE);
        byte[] signed = signature.sign();
        assertTrue(
            verifies("RSASSA-PSS", parameters, pair, MESSAGE, signed), parameters.toString());
      }
    }
  }

  @EveryBackend
  void everyCallShape_givesAGoodSignature(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPair pair = ec(fixture, "secp256r1");
      Signature signature = Signature.getInstance("SHA256withECDSA", fixture.provider());
      signature.initSign(pair.getPrivate());
      List<byte[]> signed = new ArrayList<>();
      signature.update(MESSAGE, 0, 500);
      signature.update(MESSAGE, 500, 500);
      signed.add(signature.sign());
      for (byte b : MESSAGE) {
        signature.update(b);
      }
      signed.add(signature.sign());
      signature.update(ByteBuffer.wrap(MESSAGE).asReadOnlyBuffer());
      signed.add(signature.sign());
      ByteBuffer direct = ByteBuffer.allocateDirect(MESSAGE.length);
      direct.put(MESSAGE).flip();
      signature.update(direct);
      signed.add(signature.sign());
      for (byte[] each : signed) {
        assertTrue(verifies("SHA256withECDSA", null, pair, MESSAGE, each));
      }
      assertTrue(verifies("SHA256withECDSA", null, pair, new byte[0], signature.sign()));
    }
  }

  @EveryBackend
  void key_findsItsProviderByItself(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      java.security.Security.addProvider(fixture.provider());
      KeyPair pair = rsa(fixture, 2048);
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(pair.getPrivate());
      signature.update(MESSAGE);
      assertTrue(verifies("SHA256withRSA", null, pair, MESSAGE, signature.sign()));
      assertEquals("Holdfast", signature.getProvider().getName());
      assertNull(pair.getPrivate().getEncoded());
      assertNull(pair.getPrivate().getFormat());
    } finally {
      java.security.Security.removeProvider("Holdfast");
    }
  }

  @EveryBackend
  void wrongKey_isRefusedAtInit(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPair pair = ec(fixture, "secp256r1");
      Signature signature = Signature.getInstance("SHA256withRSA", fixture.provider());
      assertThrows(InvalidKeyException.class, () -> signature.initSign(pair.getPrivate()));
    }
  }

  @EveryBackend
  void usage_isEnforced(Backend backend) throws Exception {
    try (Fixture fixture = Fixture.of(backend)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA", fixture.provider());
      generator.initialize(
          HoldfastKeySpec.builder()
              .alias("decrypts")
              .description("for decryption")
              .keySize(2048)
              .usages(HoldfastKeySpec.Usage.ENCRYPT_DECRYPT)
              .build());
      KeyPair pair = generator.generateKeyPair();
      Signature signature = Signature.getInstance("SHA256withRSA", fixture.provider());
      if (backend.hasVault()) {
        assertThrows(InvalidKeyException.class, () -> signature.initSign(pair.getPrivate()));
      } else {
        // Without records the token's own attributes say it, at use.
        signature.initSign(pair.getPrivate());
        assertThrows(SignatureException.class, signature::sign);
      }
    }
  }
}
