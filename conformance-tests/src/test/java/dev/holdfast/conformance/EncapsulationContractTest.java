// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ML-KEM: through the JCA where it has an engine for it, and through the gate on every JDK. */
class EncapsulationContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final String HMAC = "HmacSHA256";

  private static void assumeKem() {
    assumeTrue(NewerJca.hasKem(), "javax.crypto.KEM came with JDK 21");
  }

  /** Made by Bouncy Castle, which is on the other side here. */
  private static SecretWithEncapsulation encapsulated(PublicKey key) throws Exception {
    return new MLKEMGenerator(new java.security.SecureRandom())
        .generateEncapsulated(PublicKeyFactory.createKey(key.getEncoded()));
  }

  private static byte[] mac(SecretKey key, String provider) throws GeneralSecurityException {
    Mac mac =
        provider.isEmpty()
            ? Mac.getInstance(HMAC, BENCH.fixture(Backend.SEALED).provider())
            : Mac.getInstance(HMAC, provider);
    mac.init(key);
    return mac.doFinal(new byte[3]);
  }

  private static void assertSame(byte[] secret, SecretKey handle) throws Exception {
    assertNull(handle.getEncoded());
    assertArrayEquals(mac(new SecretKeySpec(secret, HMAC), "SunJCE"), mac(handle, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void gate_decapsulatesOnEveryJdk(String set) throws Exception {
    Vault vault = BENCH.fixture(Backend.SEALED).vault();
    KeySpec spec = KeySpec.of(ParameterSet.ofName(set).orElseThrow());
    ManagedKey key = vault.createSessionKey(spec, KeyType.ML_KEM.usages());
    SecretWithEncapsulation made = encapsulated(key.publicKey().orElseThrow());
    assertArrayEquals(
        made.getSecret(), key.derive(new DerivationScheme.MlKem(made.getEncapsulation())));
    byte[] changed = made.getEncapsulation().clone();
    changed[17] ^= 1;
    byte[] other = key.derive(new DerivationScheme.MlKem(changed));
    assertEquals(32, other.length);
    assertFalse(Arrays.equals(made.getSecret(), other));
    key.destroy();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void handle_decapsulatesWhatAnotherProviderMade(String set) throws Exception {
    assumeKem();
    KeyPair pair = BENCH.pair(Backend.SEALED, set);
    SecretWithEncapsulation made = encapsulated(pair.getPublic());
    for (String name : new String[] {set, "ML-KEM"}) {
      SecretKey secret =
          NewerJca.decapsulate(
              name,
              BENCH.fixture(Backend.SEALED).provider(),
              pair.getPrivate(),
              made.getEncapsulation(),
              HMAC);
      assertSame(made.getSecret(), secret);
      secret.destroy();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-512", "ML-KEM-768", "ML-KEM-1024"})
  void encapsulation_isReadByTheKeysOwner(String set) throws Exception {
    assumeKem();
    KeyPair pair = BENCH.pair(Backend.SEALED, set);
    NewerJca.Encapsulated made =
        NewerJca.encapsulate(set, BENCH.fixture(Backend.SEALED).provider(), pair.getPublic(), HMAC);
    SecretKey secret =
        NewerJca.decapsulate(
            set,
            BENCH.fixture(Backend.SEALED).provider(),
            pair.getPrivate(),
            made.ciphertext(),
            HMAC);
    assertArrayEquals(mac(made.key(), ""), mac(secret, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ML-KEM-768"})
  void strangeKeysAndCiphertexts_areRefused(String set) throws Exception {
    assumeKem();
    java.security.Provider provider = BENCH.fixture(Backend.SEALED).provider();
    KeyPair pair = BENCH.pair(Backend.SEALED, set);
    assertThrows(
        InvalidKeyException.class,
        () -> NewerJca.encapsulate("ML-KEM-512", provider, pair.getPublic(), HMAC));
    assertThrows(
        InvalidKeyException.class,
        () ->
            NewerJca.encapsulate(
                set, provider, BENCH.pair(Backend.SEALED, "secp256r1").getPublic(), HMAC));
    assertThrows(
        InvalidKeyException.class,
        () ->
            NewerJca.decapsulate(
                set,
                provider,
                BENCH.pair(Backend.SEALED, "secp256r1").getPrivate(),
                new byte[1088],
                HMAC));
    GeneralSecurityException refused =
        assertThrows(
            GeneralSecurityException.class,
            () -> NewerJca.decapsulate(set, provider, pair.getPrivate(), new byte[1087], HMAC));
    assertEquals("javax.crypto.DecapsulateException", refused.getClass().getName());
    assertThrows(
        UnsupportedOperationException.class,
        () -> NewerJca.decapsulate(set, provider, pair.getPrivate(), new byte[1088], "Rot13"));
  }

  @ParameterizedTest
  @EnumSource(value = Backend.class, mode = EnumSource.Mode.EXCLUDE, names = "SEALED")
  void tokens_makeNoSuchKeysAndSaySo(Backend backend) throws Exception {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance("ML-KEM", BENCH.fixture(backend).provider());
    java.security.ProviderException refused =
        assertThrows(java.security.ProviderException.class, generator::generateKeyPair);
    assertEquals(
        KeyOperationException.Reason.UNSUPPORTED,
        ((KeyOperationException) refused.getCause()).reason());
  }
}
