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
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.SecretWithEncapsulation;
import org.bouncycastle.crypto.kems.MLKEMGenerator;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ML-KEM: through the JCA where it has an engine for it, and through the gate on every JDK. */
class EncapsulationContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final String HMAC = "HmacSHA256";

  /** Bytes of a ciphertext (FIPS 203, table 3). */
  private static final Map<String, Integer> CIPHERTEXTS =
      Map.of("ML-KEM-512", 768, "ML-KEM-768", 1088, "ML-KEM-1024", 1568);

  private static void assumeKem() {
    assumeTrue(
        NewerJca.hasKem(),
        "This JDK has no javax.crypto.KEM; it came with JDK 21 and later builds of 17");
  }

  /** The sets that the engine has; {@link #backendWithoutSuchKeys_saysSo} sees to the others. */
  static Stream<String> sets() {
    return Stream.of(ParameterSet.values())
        .filter(set -> set.type() == KeyType.ML_KEM)
        .filter(set -> !Promises.lacks(Backend.SEALED, KeySpec.of(set)))
        .map(ParameterSet::jcaName);
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

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("sets")
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

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("sets")
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

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("sets")
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

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("sets")
  void strangeKeysAndCiphertexts_areRefused(String set) throws Exception {
    assumeKem();
    Provider provider = BENCH.fixture(Backend.SEALED).provider();
    int length = CIPHERTEXTS.get(set);
    KeyPair pair = BENCH.pair(Backend.SEALED, set);
    assertThrows(
        InvalidKeyException.class,
        () ->
            NewerJca.encapsulate(
                set.equals("ML-KEM-512") ? "ML-KEM-768" : "ML-KEM-512",
                provider,
                pair.getPublic(),
                HMAC));
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
                new byte[length],
                HMAC));
    GeneralSecurityException refused =
        assertThrows(
            GeneralSecurityException.class,
            () ->
                NewerJca.decapsulate(set, provider, pair.getPrivate(), new byte[length - 1], HMAC));
    assertEquals("javax.crypto.DecapsulateException", refused.getClass().getName());
    assertThrows(
        UnsupportedOperationException.class,
        () -> NewerJca.decapsulate(set, provider, pair.getPrivate(), new byte[length], "Rot13"));
  }

  @EveryBackend
  void backendWithoutSuchKeys_saysSo(Backend backend) throws Exception {
    for (ParameterSet set : ParameterSet.values()) {
      if (set.type() == KeyType.ML_KEM && Promises.lacks(backend, KeySpec.of(set))) {
        KeyPairGenerator generator =
            KeyPairGenerator.getInstance(set.jcaName(), BENCH.fixture(backend).provider());
        Faults.fails(
            ProviderException.class,
            Reason.UNSUPPORTED,
            generator::generateKeyPair,
            KeySpec.of(set).toString());
      }
    }
  }
}
