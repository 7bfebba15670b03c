// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec;
import java.io.ByteArrayOutputStream;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import javax.crypto.SecretKey;
import javax.security.auth.Destroyable;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a key is as a Java object, whether it was made, stored or taken in. */
class HandleContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static KeyPair stored(Backend backend, String alias) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance("EC", BENCH.fixture(backend).provider());
    generator.initialize(HoldfastKeySpec.builder().alias(alias).curve("secp256r1").build());
    return generator.generateKeyPair();
  }

  private static Key found(Backend backend, String alias) throws Exception {
    return BENCH.fixture(backend).keyStore().getKey(alias, null);
  }

  private static List<Key> keys(Backend backend) throws Exception {
    Key stored = stored(backend, "handle-" + System.nanoTime()).getPrivate();
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    SecretKey secret = BENCH.newSecret(backend, "AES", 256);
    keyStore.setKeyEntry("kept-secret", secret, null, null);
    return List.of(
        BENCH.pair(backend, "RSA-2048").getPrivate(),
        BENCH.pair(backend, "secp384r1").getPrivate(),
        BENCH.newSecret(backend, "HmacSHA384", 384),
        stored,
        keyStore.getKey("kept-secret", null));
  }

  @EveryBackend
  void keys_cannotBeReadOrSerialized(Backend backend) throws Exception {
    for (Key key : keys(backend)) {
      assertNull(key.getEncoded());
      assertNull(key.getFormat());
      assertFalse(key instanceof RSAPrivateKey || key instanceof ECPrivateKey);
      try (ObjectOutputStream out = new ObjectOutputStream(new ByteArrayOutputStream())) {
        assertThrows(NotSerializableException.class, () -> out.writeObject(key));
      }
      assertTrue(key.toString().matches("Holdfast key [A-Za-z0-9/-]+"), () -> "says more: " + key);
      if (key instanceof PrivateKey) {
        KeyFactory factory = KeyFactory.getInstance(key.getAlgorithm());
        assertThrows(
            InvalidKeySpecException.class,
            () -> factory.getKeySpec(key, PKCS8EncodedKeySpec.class));
      }
    }
  }

  @EveryBackend
  void sizeCurveAndAlgorithm_areThoseOfThePublicKey(Backend backend) throws Exception {
    for (String kind : Workbench.RSA_KINDS) {
      KeyPair pair = BENCH.pair(backend, kind);
      RSAKey key = assertInstanceOf(RSAKey.class, pair.getPrivate());
      assertEquals(((RSAPublicKey) pair.getPublic()).getModulus(), key.getModulus());
      assertNull(key.getParams());
      assertEquals("RSA", pair.getPrivate().getAlgorithm());
    }
    for (String kind : Workbench.EC_KINDS) {
      KeyPair pair = BENCH.pair(backend, kind);
      ECKey key = assertInstanceOf(ECKey.class, pair.getPrivate());
      assertEquals(
          ((ECPublicKey) pair.getPublic()).getParams().getOrder(), key.getParams().getOrder());
      assertEquals("EC", pair.getPrivate().getAlgorithm());
    }
    assertEquals("AES", BENCH.newSecret(backend, "AES", 192).getAlgorithm());
  }

  @EveryBackend
  void handles_areEqualIfTheyAreOfOneKey(Backend backend) throws Exception {
    KeyPair made = stored(backend, "equal");
    Key again = found(backend, "equal");
    assertEquals(made.getPrivate(), again);
    assertEquals(made.getPrivate().hashCode(), again.hashCode());
    assertEquals(made.getPrivate().toString(), again.toString());
    assertNotEquals(made.getPrivate(), stored(backend, "other").getPrivate());
    assertNotEquals(BENCH.newSecret(backend, "AES", 256), BENCH.newSecret(backend, "AES", 256));
  }

  @EveryBackend
  void destroyedSessionKey_isRefusedEverywhere(Backend backend) throws Exception {
    KeyPair pair = BENCH.newPair(backend, "secp256r1");
    Signature signer = Signature.getInstance("SHA256withECDSA", BENCH.fixture(backend).provider());
    signer.initSign(pair.getPrivate());
    assertFalse(((Destroyable) pair.getPrivate()).isDestroyed());
    pair.getPrivate().destroy();
    pair.getPrivate().destroy();
    assertTrue(pair.getPrivate().isDestroyed());
    signer.update((byte) 1);
    assertThrows(SignatureException.class, signer::sign);
    InvalidKeyException e =
        assertThrows(InvalidKeyException.class, () -> signer.initSign(pair.getPrivate()));
    String id = pair.getPrivate().toString().substring("Holdfast key ".length());
    assertTrue(e.getMessage().contains(id), e.getMessage());
  }

  @EveryBackend
  void destroyedHandleOfAStoredKey_leavesTheKey(Backend backend) throws Exception {
    KeyPair pair = stored(backend, "lasting");
    pair.getPrivate().destroy();
    Signature signer = Signature.getInstance("SHA256withECDSA", BENCH.fixture(backend).provider());
    assertThrows(InvalidKeyException.class, () -> signer.initSign(pair.getPrivate()));
    signer.initSign((PrivateKey) found(backend, "lasting"));
    signer.update((byte) 1);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance("SHA256withECDSA");
    verifier.initVerify(pair.getPublic());
    verifier.update((byte) 1);
    assertTrue(verifier.verify(signature));
  }
}
