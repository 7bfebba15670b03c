// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.ParameterSet;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyAgreement;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Agreeing on secrets: with whom it may be done, and what comes of it. */
class AgreementContractTest {
  @RegisterExtension static final Workbench BENCH = new Workbench();

  private static final List<String> XDH_KINDS = List.of("X25519", "X448");

  /** Every backend with every curve that it makes keys on. */
  static Stream<Arguments> curves() {
    return Stream.of(Backend.values())
        .flatMap(
            backend ->
                Stream.concat(Workbench.EC_KINDS.stream(), XDH_KINDS.stream())
                    .filter(kind -> offers(backend, kind))
                    .map(kind -> Arguments.of(backend, kind)));
  }

  private static boolean offers(Backend backend, String kind) {
    try {
      return ParameterSet.ofName(kind).isEmpty() || BENCH.offers(backend, kind);
    } catch (KeyOperationException e) {
      throw new AssertionError("A backend cannot say what it offers", e);
    }
  }

  private static KeyAgreement party(Backend backend, PrivateKey key) throws Exception {
    String name = key.getAlgorithm().equals("EC") ? "ECDH" : "XDH";
    KeyAgreement party = KeyAgreement.getInstance(name, BENCH.fixture(backend).provider());
    party.init(key);
    return party;
  }

  private static KeyPair software(String curve) throws GeneralSecurityException {
    if (XDH_KINDS.contains(curve)) {
      return KeyPairGenerator.getInstance(curve, "SunEC").generateKeyPair();
    }
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", "SunEC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }

  private static byte[] secretOf(PrivateKey software, PublicKey peer)
      throws GeneralSecurityException {
    String name = software.getAlgorithm().equals("EC") ? "ECDH" : "XDH";
    KeyAgreement party = KeyAgreement.getInstance(name, "SunEC");
    party.init(software);
    party.doPhase(peer, true);
    return party.generateSecret();
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("curves")
  void agreesWithAnotherProvider(Backend backend, String curve) throws Exception {
    KeyPair ours = BENCH.pair(backend, curve);
    KeyAgreement party = party(backend, ours.getPrivate());
    for (int i = 0; i < 20; i++) {
      KeyPair theirs = software(curve);
      assertNull(party.doPhase(theirs.getPublic(), true));
      assertArrayEquals(secretOf(theirs.getPrivate(), ours.getPublic()), party.generateSecret());
    }
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("curves")
  void agreedKey_isAHandleOfTheSecretsFirstBytes(Backend backend, String curve) throws Exception {
    KeyPair ours = BENCH.pair(backend, curve);
    KeyPair theirs = software(curve);
    byte[] secret = secretOf(theirs.getPrivate(), ours.getPublic());
    KeyAgreement party = party(backend, ours.getPrivate());

    party.doPhase(theirs.getPublic(), true);
    SecretKey aes = party.generateSecret("AES");
    assertNull(aes.getEncoded());
    assertEquals("AES", aes.getAlgorithm());
    Cipher ours1 = Cipher.getInstance("AES/GCM/NoPadding", BENCH.fixture(backend).provider());
    ours1.init(Cipher.ENCRYPT_MODE, aes);
    byte[] sealed = ours1.doFinal(secret);
    Cipher theirs1 = Cipher.getInstance("AES/GCM/NoPadding", "SunJCE");
    theirs1.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(secret, 0, 32, "AES"), ours1.getParameters());
    assertArrayEquals(secret, theirs1.doFinal(sealed));

    party.doPhase(theirs.getPublic(), true);
    SecretKey hmac = party.generateSecret("HmacSHA256");
    assertNull(hmac.getEncoded());
    Mac ours2 = Mac.getInstance("HmacSHA256", BENCH.fixture(backend).provider());
    ours2.init(hmac);
    Mac theirs2 = Mac.getInstance("HmacSHA256", "SunJCE");
    theirs2.init(new SecretKeySpec(secret, "HmacSHA256"));
    assertArrayEquals(theirs2.doFinal(secret), ours2.doFinal(secret));
    aes.destroy();
    hmac.destroy();
  }

  @EveryBackend
  void tlsPremasterSecret_isAKeyThatJsseCanRead(Backend backend) throws Exception {
    KeyPair ours = BENCH.pair(backend, "secp256r1");
    KeyPair theirs = software("secp256r1");
    KeyAgreement party = party(backend, ours.getPrivate());
    party.doPhase(theirs.getPublic(), true);
    SecretKey premaster = party.generateSecret("TlsPremasterSecret");
    assertArrayEquals(secretOf(theirs.getPrivate(), ours.getPublic()), premaster.getEncoded());
  }

  @EveryBackend
  void shortOutput_isRefusedAndTheCallCanBeRepeated(Backend backend) throws Exception {
    KeyPair ours = BENCH.pair(backend, "secp384r1");
    KeyPair theirs = software("secp384r1");
    KeyAgreement party = party(backend, ours.getPrivate());
    party.doPhase(theirs.getPublic(), true);
    assertThrows(ShortBufferException.class, () -> party.generateSecret(new byte[50], 3));
    byte[] room = new byte[51];
    assertEquals(48, party.generateSecret(room, 3));
    assertArrayEquals(
        secretOf(theirs.getPrivate(), ours.getPublic()), Arrays.copyOfRange(room, 3, 51));
  }

  @EveryBackend
  void callsOutOfOrder_areRefused(Backend backend) throws Exception {
    KeyPair ours = BENCH.pair(backend, "secp256r1");
    KeyPair theirs = software("secp256r1");
    KeyAgreement raw = KeyAgreement.getInstance("ECDH", BENCH.fixture(backend).provider());
    assertThrows(IllegalStateException.class, () -> raw.doPhase(theirs.getPublic(), true));
    KeyAgreement party = party(backend, ours.getPrivate());
    assertThrows(IllegalStateException.class, party::generateSecret);
    assertThrows(IllegalStateException.class, () -> party.doPhase(theirs.getPublic(), false));
    party.doPhase(theirs.getPublic(), true);
    assertThrows(IllegalStateException.class, () -> party.doPhase(theirs.getPublic(), true));
    assertThrows(NoSuchAlgorithmException.class, () -> party.generateSecret((String) null));
    assertThrows(NoSuchAlgorithmException.class, () -> party.generateSecret("Rot13"));
    assertNotNull(party.generateSecret());
    assertThrows(IllegalStateException.class, party::generateSecret);
  }

  @EveryBackend
  void strangePeers_areRefused(Backend backend) throws Exception {
    KeyPair ours = BENCH.pair(backend, "secp256r1");
    KeyAgreement party = party(backend, ours.getPrivate());
    KeyPair theirs = software("secp256r1");
    for (Key peer :
        new Key[] {
          null,
          software("secp384r1").getPublic(),
          theirs.getPrivate(),
          BENCH.pair(backend, "RSA-2048").getPublic(),
          moved((ECPublicKey) theirs.getPublic())
        }) {
      assertThrows(InvalidKeyException.class, () -> party.doPhase(peer, true));
    }
    assertThrows(
        InvalidAlgorithmParameterException.class,
        () -> party.init(ours.getPrivate(), new ECGenParameterSpec("secp256r1")));
    assertThrows(
        InvalidKeyException.class, () -> party.init(BENCH.pair(backend, "RSA-2048").getPrivate()));
    assertThrows(InvalidKeyException.class, () -> party.init(null));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("montgomeryCurves")
  void pointsOfSmallOrder_areRefused(Backend backend, String curve) throws Exception {
    KeyAgreement party = party(backend, BENCH.pair(backend, curve).getPrivate());
    BigInteger p =
        curve.equals("X25519")
            ? BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19))
            : BigInteger.ONE
                .shiftLeft(448)
                .subtract(BigInteger.ONE.shiftLeft(224))
                .subtract(BigInteger.ONE);
    for (BigInteger u :
        List.of(
            BigInteger.ZERO,
            BigInteger.ONE,
            p.subtract(BigInteger.ONE),
            p,
            p.add(BigInteger.ONE))) {
      PublicKey peer =
          KeyFactory.getInstance("XDH", "SunEC")
              .generatePublic(new XECPublicKeySpec(new NamedParameterSpec(curve), u));
      assertThrows(InvalidKeyException.class, () -> party.doPhase(peer, true), u.toString());
    }
    String otherCurve = curve.equals("X25519") ? "X448" : "X25519";
    assertThrows(
        InvalidKeyException.class, () -> party.doPhase(software(otherCurve).getPublic(), true));
    assertThrows(
        InvalidKeyException.class, () -> party.doPhase(software("secp256r1").getPublic(), true));
    KeyAgreement other = KeyAgreement.getInstance(otherCurve, BENCH.fixture(backend).provider());
    assertThrows(
        InvalidKeyException.class, () -> other.init(BENCH.pair(backend, curve).getPrivate()));
  }

  static Stream<Arguments> montgomeryCurves() {
    return curves().filter(arguments -> XDH_KINDS.contains(arguments.get()[1]));
  }

  /** A key whose point is not on the curve that it names. */
  private static ECPublicKey moved(ECPublicKey key) {
    ECPoint w = key.getW();
    return new ECPublicKey() {
      private static final long serialVersionUID = 1L;

      @Override
      public ECPoint getW() {
        return new ECPoint(w.getAffineX(), w.getAffineY().xor(BigInteger.TWO));
      }

      @Override
      public ECParameterSpec getParams() {
        return key.getParams();
      }

      @Override
      public String getAlgorithm() {
        return "EC";
      }

      @Override
      public String getFormat() {
        return null;
      }

      @Override
      public byte[] getEncoded() {
        return null;
      }
    };
  }

  @EveryBackend
  void ordinaryKeys_areServedByOthers(Backend backend) throws Exception {
    KeyPair one = software("secp256r1");
    KeyPair two = software("secp256r1");
    KeyAgreement party = party(backend, one.getPrivate());
    party.doPhase(two.getPublic(), true);
    assertArrayEquals(secretOf(two.getPrivate(), one.getPublic()), party.generateSecret());
  }
}
