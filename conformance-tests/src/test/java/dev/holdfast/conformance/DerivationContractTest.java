// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.spec.ECGenParameterSpec;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HKDF from an agreed secret that nobody has seen, against the JDK's from its bytes. */
class DerivationContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final byte[] SALT = "salt".getBytes(StandardCharsets.UTF_8);
  private static final byte[] INFO = "info".getBytes(StandardCharsets.UTF_8);

  @BeforeEach
  void assumeKdf() {
    assumeTrue(NewerJca.hasKdf(), "javax.crypto.KDF came with JDK 25");
  }

  private static Provider provider(Backend backend) {
    return BENCH.fixture(backend).provider();
  }

  /** An agreed secret, as a handle and as bytes. */
  private record Secret(SecretKey handle, SecretKey software) {}

  private static Secret secret(Backend backend) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec("secp521r1"));
    KeyPair theirs = generator.generateKeyPair();
    KeyPair ours = BENCH.pair(backend, "secp521r1");
    KeyAgreement party = KeyAgreement.getInstance("ECDH", provider(backend));
    party.init(ours.getPrivate());
    party.doPhase(theirs.getPublic(), true);
    SecretKey handle = party.generateSecret("Generic");
    assertNull(handle.getEncoded());
    KeyAgreement other = KeyAgreement.getInstance("ECDH", "SunEC");
    other.init(theirs.getPrivate());
    other.doPhase(ours.getPublic(), true);
    return new Secret(handle, new SecretKeySpec(other.generateSecret(), "Generic"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HKDF-SHA256", "HKDF-SHA384", "HKDF-SHA512"})
  void handle_derivesWhatItsBytesDo(String name) throws Exception {
    Secret secret = secret(Backend.SEALED);
    Provider sun = Security.getProvider("SunJCE");
    for (int length : new int[] {1, 32, 100, 255 * 32}) {
      assertArrayEquals(
          NewerJca.deriveData(name, sun, NewerJca.hkdf(secret.software, SALT, INFO, length)),
          NewerJca.deriveData(
              name, provider(Backend.SEALED), NewerJca.hkdf(secret.handle, SALT, INFO, length)));
    }
    assertArrayEquals(
        NewerJca.deriveData(name, sun, NewerJca.hkdf(secret.software, new byte[0], null, 42)),
        NewerJca.deriveData(
            name, provider(Backend.SEALED), NewerJca.hkdf(secret.handle, new byte[0], null, 42)));
    assertArrayEquals(
        NewerJca.deriveData(name, sun, NewerJca.expandOnly(secret.software, INFO, 42)),
        NewerJca.deriveData(
            name, provider(Backend.SEALED), NewerJca.expandOnly(secret.handle, INFO, 42)));
    assertArrayEquals(
        NewerJca.deriveData(name, sun, NewerJca.extractOnly(secret.software, SALT)),
        NewerJca.deriveData(
            name, provider(Backend.SEALED), NewerJca.extractOnly(secret.handle, SALT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HKDF-SHA256"})
  void derivedKey_isAHandle(String name) throws Exception {
    Secret secret = secret(Backend.SEALED);
    SecretKey derived =
        NewerJca.deriveKey(
            name,
            provider(Backend.SEALED),
            "HmacSHA256",
            NewerJca.hkdf(secret.handle, SALT, INFO, 32));
    assertNull(derived.getEncoded());
    SecretKey known =
        NewerJca.deriveKey(
            name,
            Security.getProvider("SunJCE"),
            "HmacSHA256",
            NewerJca.hkdf(secret.software, SALT, INFO, 32));
    Mac ours = Mac.getInstance("HmacSHA256", provider(Backend.SEALED));
    ours.init(derived);
    Mac theirs = Mac.getInstance("HmacSHA256", "SunJCE");
    theirs.init(known);
    assertArrayEquals(theirs.doFinal(SALT), ours.doFinal(SALT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"HKDF-SHA256"})
  void ordinaryKeysAndTooMuch(String name) throws Exception {
    Secret secret = secret(Backend.SEALED);
    assertArrayEquals(
        NewerJca.deriveData(
            name, Security.getProvider("SunJCE"), NewerJca.hkdf(secret.software, SALT, INFO, 32)),
        NewerJca.deriveData(
            name, provider(Backend.SEALED), NewerJca.hkdf(secret.software, SALT, INFO, 32)));
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () ->
            NewerJca.deriveData(
                name,
                provider(Backend.SEALED),
                NewerJca.hkdf(secret.handle, SALT, INFO, 255 * 32 + 1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"VAULT_ON_HSM", "TOKEN"})
  void tokens_thatLackIt_saySo(String backend) throws Exception {
    Secret secret = secret(Backend.valueOf(backend));
    Exception refused =
        assertThrows(
            InvalidAlgorithmParameterException.class,
            () ->
                NewerJca.deriveData(
                    "HKDF-SHA256",
                    provider(Backend.valueOf(backend)),
                    NewerJca.hkdf(secret.handle, SALT, INFO, 32)));
    Throwable why = refused;
    while (why.getCause() != null) {
      // The JCA puts its own exception around ours.
      why = why.getCause();
    }
    assertTrue(why.getMessage().contains("HKDF"), why.getMessage());
  }
}
