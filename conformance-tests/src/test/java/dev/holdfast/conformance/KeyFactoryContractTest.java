// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.jca.AlgorithmTable;
import dev.holdfast.jca.AlgorithmTable.Row;
import dev.holdfast.keys.PublicKeys;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeyType;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Private keys go in and do not come out; public keys stay what they are. */
class KeyFactoryContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final Provider BOUNCY_CASTLE = new BouncyCastleProvider();
  private static final KeyPair RSA = software("RSA", 2048);
  private static final KeyPair EC = software("EC", 256);

  private static KeyPair software(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyFactory factory(Backend backend, String algorithm) throws Exception {
    return KeyFactory.getInstance(algorithm, BENCH.fixture(backend).provider());
  }

  private static List<Row> rows() {
    return AlgorithmTable.rows().stream().filter(row -> row.type().equals("KeyFactory")).toList();
  }

  /** It signs as its software twin would, and shows nothing. */
  private static void assertIsHandleOf(Backend backend, PrivateKey key, KeyPair pair)
      throws Exception {
    assertNull(key.getEncoded());
    assertNull(key.getFormat());
    assertEquals(pair.getPrivate().getAlgorithm(), key.getAlgorithm());
    String name = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
    Signature signing = Signature.getInstance(name, BENCH.fixture(backend).provider());
    signing.initSign(key);
    signing.update((byte) 1);
    byte[] signature = signing.sign();
    Signature verifying = Signature.getInstance(name);
    verifying.initVerify(pair.getPublic());
    verifying.update((byte) 1);
    assertTrue(verifying.verify(signature));
  }

  private static RSAPrivateCrtKeySpec rsaNumbers() {
    RSAPrivateCrtKey key = (RSAPrivateCrtKey) RSA.getPrivate();
    return new RSAPrivateCrtKeySpec(
        key.getModulus(),
        key.getPublicExponent(),
        key.getPrivateExponent(),
        key.getPrimeP(),
        key.getPrimeQ(),
        key.getPrimeExponentP(),
        key.getPrimeExponentQ(),
        key.getCrtCoefficient());
  }

  private static ECPrivateKeySpec ecNumbers(BigInteger s) {
    return new ECPrivateKeySpec(s, ((ECPrivateKey) EC.getPrivate()).getParams());
  }

  @EveryBackend
  void privateKeys_goInEveryWay_andSign(Backend backend) throws Exception {
    KeyFactory rsa = factory(backend, "RSA");
    KeyFactory ec = factory(backend, "EC");
    assertIsHandleOf(backend, (PrivateKey) rsa.translateKey(RSA.getPrivate()), RSA);
    assertIsHandleOf(backend, (PrivateKey) ec.translateKey(EC.getPrivate()), EC);
    for (KeySpec spec :
        List.of(rsaNumbers(), new PKCS8EncodedKeySpec(RSA.getPrivate().getEncoded()))) {
      assertIsHandleOf(backend, rsa.generatePrivate(spec), RSA);
    }
    for (KeySpec spec :
        List.of(
            ecNumbers(((ECPrivateKey) EC.getPrivate()).getS()),
            new PKCS8EncodedKeySpec(EC.getPrivate().getEncoded()))) {
      assertIsHandleOf(backend, ec.generatePrivate(spec), EC);
    }
  }

  @EveryBackend
  void publicKeys_stayOrdinary(Backend backend) throws Exception {
    KeyFactory rsa = factory(backend, "RSA");
    KeyFactory ec = factory(backend, "EC");
    RSAPublicKey rsaKey = (RSAPublicKey) RSA.getPublic();
    ECPublicKey ecKey = (ECPublicKey) EC.getPublic();
    assertSame(rsaKey, rsa.translateKey(rsaKey));
    assertSame(ecKey, ec.translateKey(ecKey));
    for (KeySpec spec :
        List.of(
            new X509EncodedKeySpec(rsaKey.getEncoded()),
            new RSAPublicKeySpec(rsaKey.getModulus(), rsaKey.getPublicExponent()))) {
      assertEquals(rsaKey, rsa.generatePublic(spec));
    }
    for (KeySpec spec :
        List.of(
            new X509EncodedKeySpec(ecKey.getEncoded()),
            new ECPublicKeySpec(ecKey.getW(), ecKey.getParams()))) {
      assertEquals(ecKey, ec.generatePublic(spec));
    }
    assertEquals(rsaKey.getModulus(), rsa.getKeySpec(rsaKey, RSAPublicKeySpec.class).getModulus());
    assertEquals(ecKey.getW(), ec.getKeySpec(ecKey, ECPublicKeySpec.class).getW());
  }

  @EveryBackend
  void privateParts_areToldOfNoKey(Backend backend) throws Exception {
    KeyFactory rsa = factory(backend, "RSA");
    KeyFactory ec = factory(backend, "EC");
    PrivateKey handle = (PrivateKey) rsa.translateKey(RSA.getPrivate());
    PrivateKey onCurve = BENCH.pair(backend, "secp256r1").getPrivate();
    for (PrivateKey key : List.of(handle, RSA.getPrivate())) {
      for (Class<? extends KeySpec> spec :
          List.of(RSAPrivateCrtKeySpec.class, RSAPublicKeySpec.class, PKCS8EncodedKeySpec.class)) {
        assertThrows(InvalidKeySpecException.class, () -> rsa.getKeySpec(key, spec));
      }
    }
    assertThrows(
        InvalidKeySpecException.class, () -> ec.getKeySpec(onCurve, ECPrivateKeySpec.class));
    assertThrows(
        InvalidKeySpecException.class, () -> ec.getKeySpec(onCurve, PKCS8EncodedKeySpec.class));
  }

  @EveryBackend
  void keysOfAnotherKind_areRefused(Backend backend) throws Exception {
    KeyFactory rsa = factory(backend, "RSA");
    KeyFactory ec = factory(backend, "EC");
    PrivateKey handle = BENCH.pair(backend, "secp256r1").getPrivate();
    assertSame(handle, ec.translateKey(handle));
    assertThrows(InvalidKeyException.class, () -> rsa.translateKey(handle));
    assertThrows(InvalidKeyException.class, () -> ec.translateKey(RSA.getPrivate()));
    assertThrows(InvalidKeyException.class, () -> rsa.translateKey(EC.getPublic()));
    assertThrows(InvalidKeyException.class, () -> rsa.translateKey(null));
    for (KeySpec spec :
        new KeySpec[] {
          null,
          new PKCS8EncodedKeySpec(EC.getPrivate().getEncoded()),
          new X509EncodedKeySpec(RSA.getPublic().getEncoded()),
          new PKCS8EncodedKeySpec(new byte[100]),
          new PKCS8EncodedKeySpec(new byte[0]),
          ecNumbers(BigInteger.ONE)
        }) {
      assertThrows(InvalidKeySpecException.class, () -> rsa.generatePrivate(spec));
    }
    assertThrows(InvalidKeySpecException.class, () -> rsa.generatePublic(null));
    assertThrows(
        InvalidKeySpecException.class,
        () -> ec.generatePublic(new X509EncodedKeySpec(RSA.getPublic().getEncoded())));
  }

  @EveryBackend
  void numbersThatContradictEachOther_areRefused(Backend backend) throws Exception {
    KeyFactory rsa = factory(backend, "RSA");
    KeyFactory ec = factory(backend, "EC");
    RSAPrivateCrtKeySpec good = rsaNumbers();
    BigInteger two = BigInteger.TWO;
    RSAPrivateCrtKeySpec[] bad = {
      crt(good, good.getModulus().add(two), good.getPrivateExponent(), good.getPrimeP()),
      crt(good, good.getModulus(), good.getPrivateExponent().add(two), good.getPrimeP()),
      crt(good, good.getModulus(), good.getPrivateExponent(), good.getPrimeP().add(two)),
      crt(good, good.getModulus().negate(), good.getPrivateExponent(), good.getPrimeP()),
    };
    for (RSAPrivateCrtKeySpec spec : bad) {
      assertThrows(InvalidKeySpecException.class, () -> rsa.generatePrivate(spec));
    }
    BigInteger order = ((ECPrivateKey) EC.getPrivate()).getParams().getOrder();
    for (BigInteger s : List.of(BigInteger.ZERO, order, order.add(two), BigInteger.ONE.negate())) {
      assertThrows(
          InvalidKeySpecException.class, () -> ec.generatePrivate(ecNumbers(s)), s::toString);
    }
  }

  private static RSAPrivateCrtKeySpec crt(
      RSAPrivateCrtKeySpec good, BigInteger n, BigInteger d, BigInteger p) {
    return new RSAPrivateCrtKeySpec(
        n,
        good.getPublicExponent(),
        d,
        p,
        good.getPrimeQ(),
        good.getPrimeExponentP(),
        good.getPrimeExponentQ(),
        good.getCrtCoefficient());
  }

  /**
   * All that Bouncy Castle makes for a row goes in, or the backend has no such keys and says so.
   */
  @EveryBackend
  void everyRowAndEveryAlias_takesItsKeys(Backend backend) throws Exception {
    for (Row row : rows()) {
      if (row.keyType() == KeyType.SLH_DSA) {
        // Three of its twelve sets take seconds for a pair; WycheproofTest and signatures have it.
        continue;
      }
      KeyPair pair = pairOf(row);
      boolean lacks = Promises.lacks(backend, PublicKeys.specOf(pair.getPublic()));
      List<String> names = new ArrayList<>(row.aliases());
      names.add(row.name());
      for (String name : names) {
        KeyFactory factory = factory(backend, name);
        assertEquals(pair.getPublic(), factory.translateKey(pair.getPublic()), name);
        try {
          PrivateKey key = (PrivateKey) factory.translateKey(pair.getPrivate());
          assertNull(key.getEncoded(), name);
          assertFalse(lacks, name);
        } catch (InvalidKeyException e) {
          assertTrue(lacks, () -> name + ": " + e);
          assertEquals(Optional.of(Reason.UNSUPPORTED), Faults.reason(e), e::getMessage);
        }
      }
    }
  }

  private static KeyPair pairOf(Row row) throws Exception {
    return switch (row.name()) {
      case "RSA" -> RSA;
      case "EC" -> EC;
      case "EdDSA" -> castle("Ed25519");
      case "XDH" -> castle("X448");
      case "ML-DSA" -> castle("ML-DSA-65");
      case "ML-KEM" -> castle("ML-KEM-768");
      default -> castle(row.name());
    };
  }

  private static KeyPair castle(String name) throws GeneralSecurityException {
    return KeyPairGenerator.getInstance(name, BOUNCY_CASTLE).generateKeyPair();
  }

  @EveryBackend
  void curvesThatTheJdkLacks_goIn(Backend backend) throws Exception {
    for (String curve : Workbench.OTHER_EC_KINDS) {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", BOUNCY_CASTLE);
      generator.initialize(new ECGenParameterSpec(curve));
      KeyPair pair = generator.generateKeyPair();
      KeyFactory ec = factory(backend, "EC");
      PublicKey publicKey =
          ec.generatePublic(new X509EncodedKeySpec(pair.getPublic().getEncoded()));
      assertInstanceOf(ECPublicKey.class, publicKey, curve);
      if (BENCH.offers(backend, curve)) {
        assertNull(((PrivateKey) ec.translateKey(pair.getPrivate())).getEncoded());
      } else {
        assertThrows(InvalidKeyException.class, () -> ec.translateKey(pair.getPrivate()));
      }
    }
  }

  /** Programs parse the keys of files this way, and want them as they are. */
  @EveryBackend
  void callersThatNameNoProvider_areServedByOthers(Backend backend) throws Exception {
    for (int position : new int[] {1, Security.getProviders().length + 1}) {
      try (Installed holdfast = Installed.at(BENCH.fixture(backend).provider(), position)) {
        for (String name : List.of("RSA", "EC", "X25519", "1.2.840.113549.1.1.1")) {
          assertNotEquals("Holdfast", KeyFactory.getInstance(name).getProvider().getName(), name);
        }
        KeyFactory named = KeyFactory.getInstance("RSA", "Holdfast");
        assertEquals("Holdfast", named.getProvider().getName());
        KeyFactory unnamed = KeyFactory.getInstance("RSA");
        PrivateKey parsed =
            unnamed.generatePrivate(new PKCS8EncodedKeySpec(RSA.getPrivate().getEncoded()));
        assertEquals(RSA.getPrivate(), parsed);
      }
    }
  }
}
