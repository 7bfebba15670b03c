// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.HoldfastKeySpec.Usage;
import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.jca.GeneratorRows;
import dev.holdfast.keys.PublicKeys;
import dev.holdfast.kms.KeyMetadata;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Keys made without a name end with the process; keys made by specification stay. */
class GeneratorContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static KeyPairGenerator pairs(Backend backend, String algorithm) throws Exception {
    return KeyPairGenerator.getInstance(algorithm, BENCH.fixture(backend).provider());
  }

  private static KeyGenerator secrets(Backend backend, String algorithm) throws Exception {
    return KeyGenerator.getInstance(algorithm, BENCH.fixture(backend).provider());
  }

  private static int bits(KeyPair pair) {
    return pair.getPublic() instanceof RSAPublicKey rsa
        ? rsa.getModulus().bitLength()
        : ((ECPublicKey) pair.getPublic()).getParams().getCurve().getField().getFieldSize();
  }

  @EveryBackend
  void sessionKeys_areInNoKeyStore(Backend backend) throws Exception {
    int before = BENCH.fixture(backend).keyStore().size();
    assertEquals(3072, bits(pairs(backend, "RSA").generateKeyPair()));
    assertEquals(256, bits(pairs(backend, "EC").generateKeyPair()));
    KeyPairGenerator rsa = pairs(backend, "RSA");
    rsa.initialize(new RSAKeyGenParameterSpec(2048, RSAKeyGenParameterSpec.F4));
    assertEquals(2048, bits(rsa.generateKeyPair()));
    KeyPairGenerator ec = pairs(backend, "EC");
    ec.initialize(521);
    assertEquals(521, bits(ec.generateKeyPair()));
    ec.initialize(new ECGenParameterSpec("secp384r1"));
    assertEquals(384, bits(ec.generateKeyPair()));
    secrets(backend, "AES").generateKey();
    secrets(backend, "HmacSHA256").generateKey();
    assertEquals(before, BENCH.fixture(backend).keyStore().size());
  }

  @EveryBackend
  void everyCall_makesAnotherKey(Backend backend) throws Exception {
    KeyPairGenerator generator = pairs(backend, "EC");
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      KeyPair pair = generator.generateKeyPair();
      keys.add(pair.getPrivate().toString());
      keys.add(((ECPublicKey) pair.getPublic()).getW().getAffineX().toString());
    }
    assertEquals(10, keys.size());
  }

  @EveryBackend
  void storedKey_hasItsNameDescriptionAndUsages(Backend backend) throws Exception {
    KeyPairGenerator generator = pairs(backend, "EC");
    generator.initialize(
        HoldfastKeySpec.builder()
            .alias("described")
            .description("for the test")
            .usages(Usage.SIGN_VERIFY)
            .curve("P-384")
            .build());
    KeyPair pair = generator.generateKeyPair();
    assertEquals(384, bits(pair));
    assertEquals(pair.getPrivate(), BENCH.fixture(backend).keyStore().getKey("described", null));
    KeyMetadata metadata =
        BENCH.fixture(backend).vault().keys().stream()
            .filter(key -> key.aliases().contains("described"))
            .findFirst()
            .orElseThrow();
    assertEquals("ECC_NIST_P384", metadata.spec().name());
    if (backend.hasVault()) {
      assertEquals("for the test", metadata.description());
      assertEquals("[SIGN_VERIFY]", metadata.usages().toString());
    }
    assertThrows(ProviderException.class, generator::generateKeyPair, "the alias is taken");
  }

  @EveryBackend
  void storedSecretKey_isFoundByItsAliasAfterReopening(Backend backend) throws Exception {
    KeyGenerator generator = secrets(backend, "AES");
    generator.init(HoldfastKeySpec.builder().alias("stays").keySize(192).build());
    String made = generator.generateKey().toString();
    BENCH.fixture(backend).reopen();
    assertEquals(made, BENCH.fixture(backend).keyStore().getKey("stays", null).toString());
  }

  @EveryBackend
  void storedKeyWithoutAlias_isNamedByItsId(Backend backend) throws Exception {
    KeyStore keyStore = BENCH.fixture(backend).keyStore();
    int before = keyStore.size();
    KeyGenerator generator = secrets(backend, "HmacSHA512");
    generator.init(HoldfastKeySpec.builder().build());
    String id = generator.generateKey().toString().substring("Holdfast key ".length());
    assertEquals(before + 1, keyStore.size());
    String alias = backend.hasVault() ? id : id.substring("token/".length());
    assertNotNull(keyStore.getKey(alias, null), () -> "no entry " + alias);
  }

  @EveryBackend
  void usages_areEnforced_afterReopeningToo(Backend backend) throws Exception {
    KeyPairGenerator generator = pairs(backend, "RSA");
    generator.initialize(
        HoldfastKeySpec.builder()
            .alias("signs-only")
            .usages(Usage.SIGN_VERIFY)
            .keySize(2048)
            .build());
    PrivateKey signs = generator.generateKeyPair().getPrivate();
    assertSignsOnly(backend, signs);
    BENCH.fixture(backend).reopen();
    assertSignsOnly(
        backend, (PrivateKey) BENCH.fixture(backend).keyStore().getKey("signs-only", null));
    generator.initialize(
        HoldfastKeySpec.builder()
            .alias("decrypts-only")
            .usages(Usage.ENCRYPT_DECRYPT)
            .keySize(2048)
            .build());
    PrivateKey decrypts = generator.generateKeyPair().getPrivate();
    Signature signer = Signature.getInstance("SHA256withRSA", BENCH.fixture(backend).provider());
    assertThrows(InvalidKeyException.class, () -> signer.initSign(decrypts));
  }

  private static void assertSignsOnly(Backend backend, PrivateKey key) throws Exception {
    Signature signer = Signature.getInstance("SHA256withRSA", BENCH.fixture(backend).provider());
    signer.initSign(key);
    assertEquals(256, signer.sign().length);
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding", BENCH.fixture(backend).provider());
    InvalidKeyException e =
        assertThrows(InvalidKeyException.class, () -> cipher.init(Cipher.DECRYPT_MODE, key));
    assertTrue(e.getMessage().contains("Decrypt"), e.getMessage());
  }

  /** Of the slow sets one suffices: they differ in numbers. */
  private static boolean isSlow(Row row) {
    return row.name().matches("SLH-DSA.*S") && !row.name().equals("SLH-DSA-SHA2-128S");
  }

  private static KeySpec specOf(Row row) {
    return ((GeneratorRows.Generator) row.form()).defaults();
  }

  @EveryBackend
  void everyRow_makesKeysOfItsName_orTheBackendHasNone(Backend backend) throws Exception {
    for (Row row : AlgorithmTable.rows()) {
      if (!row.type().equals("KeyPairGenerator") || isSlow(row)) {
        continue;
      }
      KeyPairGenerator generator = pairs(backend, row.name());
      try {
        KeyPair pair = generator.generateKeyPair();
        assertNull(pair.getPrivate().getEncoded(), row.name());
        // Bouncy Castle's public keys of SLH-DSA say their set.
        assertTrue(
            pair.getPublic().getAlgorithm().startsWith(pair.getPrivate().getAlgorithm()),
            row.name());
        assertEquals("X.509", pair.getPublic().getFormat(), row.name());
        assertEquals(row.keyType(), PublicKeys.specOf(pair.getPublic()).type(), row.name());
        assertFalse(Promises.lacks(backend, specOf(row)), row.name());
      } catch (ProviderException e) {
        assertTrue(Promises.lacks(backend, specOf(row)), () -> row.name() + ": " + e);
        assertEquals(Optional.of(Reason.UNSUPPORTED), Faults.reason(e), row.name());
      }
    }
  }

  @EveryBackend
  void everyCurve_makesKeys_orTheBackendHasNone(Backend backend) throws Exception {
    List<String> curves = new ArrayList<>(Workbench.EC_KINDS);
    curves.addAll(Workbench.OTHER_EC_KINDS);
    for (String curve : curves) {
      KeyPairGenerator generator = pairs(backend, "EC");
      generator.initialize(new ECGenParameterSpec(curve));
      if (BENCH.offers(backend, curve)) {
        KeyPair pair = generator.generateKeyPair();
        assertEquals(
            KeySpec.ec(EcCurve.ofName(curve).orElseThrow()), PublicKeys.specOf(pair.getPublic()));
      } else {
        ProviderException refusal =
            assertThrows(ProviderException.class, generator::generateKeyPair);
        assertEquals(Optional.of(Reason.UNSUPPORTED), Faults.reason(refusal), curve);
      }
    }
  }

  @EveryBackend
  void whatNoKeyCanBe_isRefused(Backend backend) throws Exception {
    KeyPairGenerator rsa = pairs(backend, "RSA");
    assertThrows(InvalidParameterException.class, () -> rsa.initialize(1024));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> rsa.initialize(HoldfastKeySpec.builder().usages(Usage.GENERATE_VERIFY_MAC).build()));
    KeyPairGenerator ec = pairs(backend, "EC");
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> ec.initialize(new ECGenParameterSpec("secp224r1")));
    KeyGenerator aes = secrets(backend, "AES");
    assertThrows(InvalidParameterException.class, () -> aes.init(64));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> aes.init(HoldfastKeySpec.builder().usages(Usage.SIGN_VERIFY).build()));
  }
}
