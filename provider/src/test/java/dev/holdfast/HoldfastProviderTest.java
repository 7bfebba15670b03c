// SPDX-License-Identifier: Apache-2.0
package dev.holdfast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable;
import java.io.IOException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HoldfastProviderTest {
  private static final byte[] MESSAGE = "message".getBytes(java.nio.charset.StandardCharsets.UTF_8);
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  private final UntouchedVaults vaults = new UntouchedVaults();
  private final Provider holdfast = new HoldfastProvider(vaults);

  private Registered registered(boolean first) {
    return first ? Registered.first(holdfast) : Registered.last(holdfast);
  }

  @Test
  void everyRowOfTheTableIsAServiceAndNothingElseIs() {
    Set<String> rows =
        offered().stream().map(row -> row.type() + "." + row.name()).collect(Collectors.toSet());
    Set<String> services =
        holdfast.getServices().stream()
            .map(service -> service.getType() + "." + service.getAlgorithm())
            .collect(Collectors.toSet());
    assertEquals(rows, services);
    assertEquals(offered().size(), services.size());
  }

  private static List<AlgorithmTable.Row> offered() {
    return AlgorithmTable.rows().stream().filter(AlgorithmTable.Row::isOffered).toList();
  }

  @Test
  void everyAliasLeadsToItsRow() {
    for (AlgorithmTable.Row row : offered()) {
      for (String alias : row.aliases()) {
        assertEquals(row.name(), holdfast.getService(row.type(), alias).getAlgorithm(), alias);
      }
    }
  }

  @Test
  void everyOperationIsInstantiatedWithoutALookAtTheConfiguration() throws Exception {
    for (AlgorithmTable.Row row : offered()) {
      Provider.Service service = holdfast.getService(row.type(), row.name());
      // The classes for newer JDKs are in the jar, which these tests come before.
      if (!row.type().matches(".*(Generator|Factory)") && row.engine().since() == 17) {
        assertEquals(
            row.engine().className(), service.newInstance(null).getClass().getName(), row.name());
      }
    }
    assertEquals(0, vaults.looks);
  }

  @Test
  void serviceLoaderFindsTheProvider() {
    assertTrue(
        ServiceLoader.load(Provider.class).stream()
            .anyMatch(found -> found.type() == HoldfastProvider.class));
  }

  @Test
  void configureGivesAnotherProviderAndLooksAtNothing() {
    Provider configured = holdfast.configure("/nowhere/holdfast.properties");
    assertEquals("Holdfast", configured.getName());
    assertNotEquals(System.identityHashCode(holdfast), System.identityHashCode(configured));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void generatorsAreInvisibleToCallersWhoNameNoProvider(boolean first) throws Exception {
    try (Registered r = registered(first)) {
      KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
      assertInstanceOf(RSAPrivateKey.class, rsa.getPrivate());
      KeyPairGenerator ec = KeyPairGenerator.getInstance("EC");
      ec.initialize(new ECGenParameterSpec("secp256r1"));
      assertNotNull(ec.generateKeyPair().getPrivate().getEncoded());
      KeyGenerator aes = KeyGenerator.getInstance("AES");
      aes.init(256);
      assertEquals("RAW", aes.generateKey().getFormat());
      assertNotEquals("Holdfast", KeyGenerator.getInstance("HmacSHA256").getProvider().getName());
      assertEquals(0, vaults.looks);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void generatorsServeCallersWhoNameTheProvider(boolean first) throws Exception {
    try (Registered r = registered(first)) {
      for (String name : new String[] {"RSA", "EC", "1.2.840.10045.2.1", "ellipticcurve"}) {
        assertSame(holdfast, KeyPairGenerator.getInstance(name, "Holdfast").getProvider());
        assertSame(holdfast, KeyPairGenerator.getInstance(name, holdfast).getProvider());
      }
      for (String name : new String[] {"AES", "HmacSHA256", "HmacSHA384", "HmacSHA512"}) {
        assertSame(holdfast, KeyGenerator.getInstance(name, "Holdfast").getProvider());
        assertSame(holdfast, KeyGenerator.getInstance(name, holdfast).getProvider());
      }
      assertEquals(0, vaults.looks);
    }
  }

  @Test
  void generateAlwaysServesEveryone_andAFailureIsNotPassedToAProviderWithReadableKeys()
      throws Exception {
    vaults.always = true;
    try (Registered r = Registered.first(holdfast)) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      ProviderException failure = assertThrows(ProviderException.class, generator::generateKeyPair);
      assertTrue(failure.getMessage().contains("backend = seeled"));
    }
  }

  @Test
  void theServiceItselfHidesGenerators() {
    Provider.Service service = holdfast.getService("KeyPairGenerator", "RSA");
    assertThrows(NoSuchAlgorithmException.class, () -> service.newInstance(null));
  }

  @Test
  void aWrongConfigurationIsNamedByTheFirstUse() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", holdfast);
    ProviderException failure = assertThrows(ProviderException.class, generator::generateKeyPair);
    assertTrue(failure.getMessage().contains("holdfast.properties:3"));
    KeyStore store = KeyStore.getInstance("Holdfast", holdfast);
    IOException io = assertThrows(IOException.class, () -> store.load(null, null));
    assertTrue(io.getMessage().contains("holdfast.properties:3"));
  }

  @Test
  void ordinaryKeysAreNotSupported() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    Provider.Service service = holdfast.getService("Signature", "SHA256withRSA");
    assertFalse(service.supportsParameter(pair.getPrivate()));
    assertFalse(service.supportsParameter(pair.getPublic()));
    assertFalse(service.supportsParameter(null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONEwithRSA", "SHA256withRSA", "SHA384withRSA", "SHA512withRSA"})
  void softwareRsaKeysSignAndVerifyWhereHoldfastIsNamed(String name) throws Exception {
    signAndVerify(name, KeyPairGenerator.getInstance("RSA").generateKeyPair(), null);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NONEwithECDSA", "SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA"})
  void softwareEcKeysSignAndVerifyWhereHoldfastIsNamed(String name) throws Exception {
    signAndVerify(name, KeyPairGenerator.getInstance("EC").generateKeyPair(), null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SHA256withRSAandMGF1",
        "SHA256WITHRSAANDMGF1",
        "SHA384withRSA/PSS",
        "SHA512withRSASSA-PSS"
      })
  void softwareKeysSignWithTheNamesOfPss(String name) throws Exception {
    signAndVerify(name, KeyPairGenerator.getInstance("RSA").generateKeyPair(), null);
  }

  @Test
  void softwareKeysSignWithPssParametersSetBeforeTheKey() throws Exception {
    signAndVerify("RSASSA-PSS", KeyPairGenerator.getInstance("RSA").generateKeyPair(), PSS);
  }

  private void signAndVerify(String name, KeyPair pair, PSSParameterSpec params) throws Exception {
    Signature signer = Signature.getInstance(name, holdfast);
    if (params != null) {
      signer.setParameter(params);
    }
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    byte[] signature = signer.sign();
    Signature verifier = Signature.getInstance(name, holdfast);
    if (params != null) {
      verifier.setParameter(params);
    }
    verifier.initVerify(pair.getPublic());
    verifier.update(MESSAGE);
    assertTrue(verifier.verify(signature));
    verifier.update((byte) 'x');
    assertFalse(verifier.verify(signature));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RSA/ECB/OAEPPadding",
        "RSA/ECB/OAEPWithSHA-256AndMGF1Padding",
        "RSA/ECB/OAEPWithSHA1AndMGF1Padding"
      })
  void softwareKeysEncryptWrapAndDecryptWhereHoldfastIsNamed(String name) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    Cipher cipher = Cipher.getInstance(name, holdfast);
    cipher.init(Cipher.ENCRYPT_MODE, pair.getPublic());
    byte[] ciphertext = cipher.doFinal(MESSAGE);
    cipher.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    assertArrayEquals(MESSAGE, cipher.doFinal(ciphertext));
    SecretKey secret = new SecretKeySpec(new byte[16], "AES");
    cipher.init(Cipher.WRAP_MODE, pair.getPublic());
    byte[] wrapped = cipher.wrap(secret);
    cipher.init(Cipher.UNWRAP_MODE, pair.getPrivate());
    assertEquals(secret, cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY));
  }

  @Test
  void softwareSecretKeysWorkWhereHoldfastIsNamed() throws Exception {
    SecretKey aes = new SecretKeySpec(new byte[16], "AES");
    GCMParameterSpec parameters = new GCMParameterSpec(128, new byte[12]);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", holdfast);
    cipher.init(Cipher.ENCRYPT_MODE, aes, parameters);
    cipher.updateAAD(MESSAGE);
    byte[] ciphertext = cipher.doFinal(MESSAGE);
    cipher.init(Cipher.DECRYPT_MODE, aes, parameters);
    cipher.updateAAD(MESSAGE);
    assertArrayEquals(MESSAGE, cipher.doFinal(ciphertext));
    SecretKey hmac = new SecretKeySpec(new byte[32], "HmacSHA256");
    Mac ours = Mac.getInstance("HmacSHA256", holdfast);
    ours.init(hmac);
    Mac theirs = Mac.getInstance("HmacSHA256");
    theirs.init(hmac);
    assertArrayEquals(theirs.doFinal(MESSAGE), ours.doFinal(MESSAGE));
  }

  @Test
  void standingFirstChangesNothingForOrdinaryKeys() throws Exception {
    try (Registered r = Registered.first(holdfast)) {
      KeyPair pair = KeyPairGenerator.getInstance("RSA").generateKeyPair();
      Signature pss = Signature.getInstance("RSASSA-PSS");
      pss.setParameter(PSS);
      assertNotNull(pss.getParameters());
      pss.initSign(pair.getPrivate());
      pss.update(MESSAGE);
      assertEquals(256, Math.min(256, pss.sign().length));
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      assertEquals(16, cipher.getBlockSize());
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"));
      assertEquals(MESSAGE.length + 16, cipher.doFinal(MESSAGE).length);
      Mac mac = Mac.getInstance("HmacSHA256");
      assertEquals(32, mac.getMacLength());
      mac.init(new SecretKeySpec(new byte[32], "RAW"));
      assertEquals(32, mac.doFinal(MESSAGE).length);
      assertNotNull(SSLContext.getDefault().createSSLEngine());
      assertEquals(0, vaults.looks);
      assertEquals(1, Stream.of(Security.getProviders()).filter(holdfast::equals).count());
      assertFalse(Arrays.asList(Security.getProviders()).isEmpty());
    }
  }

  @Test
  void freshObjectsAnswerWithoutAKey() throws Exception {
    Signature pss = Signature.getInstance("RSASSA-PSS", holdfast);
    assertEquals(null, pss.getParameters());
    pss.setParameter(PSS);
    assertEquals("RSASSA-PSS", pss.getParameters().getAlgorithm());
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", holdfast);
    assertEquals(null, cipher.getIV());
    assertEquals(null, cipher.getParameters());
  }
}
