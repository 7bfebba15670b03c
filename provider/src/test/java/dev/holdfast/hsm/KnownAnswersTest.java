// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.holdfast.backend.KeyHandle;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.Examined;
import dev.holdfast.model.Examined.Outcome;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.SignScheme;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.testing.Libraries;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SoftHSM2 advertises what it cannot do and ignores OAEP labels. Here nothing is known of that
 * beforehand, as with a token that nobody has met: the known-answer checks have to find it.
 */
class KnownAnswersTest {
  private static final KeySpec RSA = KeySpec.rsa(2048);

  @TempDir Path folder;

  @BeforeEach
  void start() throws Exception {
    SoftHsm.start(folder);
  }

  private HsmBackend backend;

  @AfterEach
  void close() {
    backend.close();
  }

  /** A token whose row says what the standard says, but for mechanisms it is to do without. */
  private void openWithoutQuirks(Long... unusable) {
    Quirks standard = Quirks.STANDARD;
    Quirks quirks =
        new Quirks(
            "",
            standard.oaepDigests(),
            standard.pssDigests(),
            true,
            true,
            Quirks.of("SoftHSM project").badTag(),
            Quirks.of("SoftHSM project").badPadding(),
            Set.of(),
            standard.longestGcmIv(),
            standard.curves(),
            true,
            false,
            Quirks.of("SoftHSM project").forms(),
            Set.of(unusable));
    backend =
        new HsmBackend(
            SoftHsm.settings(Libraries.softHsm(), SoftHsm.TOKEN),
            SoftHsm.PIN::toCharArray,
            manufacturer -> quirks);
  }

  private KeyHandle key(KeySpec spec) throws Exception {
    return backend.createSession(spec, spec.type().usages());
  }

  private static byte[] sealed(KeyHandle key, CipherScheme scheme) {
    return SoftwareAnswers.encrypted(key.publicKey().orElseThrow(), scheme, new byte[] {1, 2, 3})
        .orElseThrow();
  }

  @Test
  void oaepThatTheTokenRefuses_isDoneOverRawRsa() throws Exception {
    openWithoutQuirks();
    KeyHandle key = key(RSA);
    CipherScheme scheme = new CipherScheme.RsaOaep(Digest.SHA_256, Digest.SHA_256, new byte[0]);
    byte[] sealed = sealed(key, scheme);
    assertArrayEquals(new byte[] {1, 2, 3}, backend.decrypt(key, scheme, sealed, 0, sealed.length));
    assertTrue(backend.supports(scheme));
  }

  @Test
  void labelThatTheTokenIgnores_isHeededOverRawRsa() throws Exception {
    openWithoutQuirks();
    KeyHandle key = key(RSA);
    byte[] label = {7};
    CipherScheme right = new CipherScheme.RsaOaep(Digest.SHA_1, Digest.SHA_1, label);
    CipherScheme none = new CipherScheme.RsaOaep(Digest.SHA_1, Digest.SHA_1, new byte[0]);
    byte[] sealed = sealed(key, right);
    assertArrayEquals(new byte[] {1, 2, 3}, backend.decrypt(key, right, sealed, 0, sealed.length));
    byte[] unlabelled = sealed(key, none);
    KeyOperationException refusal =
        assertThrows(
            KeyOperationException.class,
            () -> backend.decrypt(key, right, unlabelled, 0, unlabelled.length));
    assertEquals(Reason.BAD_PADDING, refusal.reason());
  }

  @Test
  void whatStaysWrongWithoutRawRsa_isNotOffered() throws Exception {
    openWithoutQuirks(Ckm.CKM_RSA_X_509);
    KeyHandle key = key(RSA);
    CipherScheme scheme = new CipherScheme.RsaOaep(Digest.SHA_256, Digest.SHA_256, new byte[0]);
    assertTrue(backend.supports(scheme), "as the mechanism list says");
    byte[] sealed = sealed(key, scheme);
    for (int i = 0; i < 2; i++) {
      KeyOperationException refusal =
          assertThrows(
              KeyOperationException.class,
              () -> backend.decrypt(key, scheme, sealed, 0, sealed.length));
      assertEquals(Reason.UNSUPPORTED, refusal.reason());
      assertTrue(refusal.getMessage().contains("is not offered"), refusal.getMessage());
    }
    assertFalse(backend.supports(scheme));
    CipherScheme good = new CipherScheme.RsaOaep(Digest.SHA_1, Digest.SHA_1, new byte[0]);
    byte[] other = sealed(key, good);
    assertArrayEquals(new byte[] {1, 2, 3}, backend.decrypt(key, good, other, 0, other.length));
  }

  @Test
  void checkup_tellsRightFromPaddedHereAndMissing() throws Exception {
    openWithoutQuirks();
    Algorithm oaep = new CipherScheme.RsaOaep(Digest.SHA_256, Digest.SHA_256, new byte[0]);
    Algorithm mgf = new CipherScheme.RsaOaep(Digest.SHA_1, Digest.SHA_1, new byte[0]);
    Map<Algorithm, Examined> rsa =
        backend.examine(RSA, List.of(oaep, mgf, SignScheme.rsaPkcs1(Digest.SHA_256)));
    assertEquals(Outcome.PADDED_HERE, rsa.get(oaep).outcome());
    assertFalse(rsa.get(oaep).why().isEmpty());
    assertEquals(Outcome.RIGHT, rsa.get(mgf).outcome());
    assertEquals(Outcome.RIGHT, rsa.get(SignScheme.rsaPkcs1(Digest.SHA_256)).outcome());
    Algorithm gcm = new CipherScheme.AesGcm(new byte[12], new byte[0], 128);
    Algorithm ccm = new CipherScheme.AesCcm(new byte[12], new byte[0], 128);
    Map<Algorithm, Examined> aes = backend.examine(KeySpec.aes(256), List.of(gcm, ccm));
    assertEquals(Outcome.RIGHT, aes.get(gcm).outcome());
    assertEquals(Outcome.MISSING, aes.get(ccm).outcome());
    Algorithm eddsa = SignScheme.eddsa();
    assertEquals(
        Outcome.MISSING,
        backend.examine(KeySpec.of(ParameterSet.ML_DSA_44), List.of(eddsa)).get(eddsa).outcome());
  }

  @Test
  void checkup_saysWhatIsWrong() throws Exception {
    openWithoutQuirks(Ckm.CKM_RSA_X_509);
    Algorithm oaep = new CipherScheme.RsaOaep(Digest.SHA_256, Digest.SHA_256, new byte[0]);
    Examined found = backend.examine(RSA, List.of(oaep)).get(oaep);
    assertEquals(Outcome.WRONG, found.outcome());
    assertTrue(found.why().contains("known question"), found.why());
  }

  /** The key is at fault then, and the mechanism goes on serving others. */
  @Test
  void publicKeyOfAnotherPair_isToldFromAWrongMechanism() throws Exception {
    openWithoutQuirks();
    KeySpec spec = KeySpec.ec(EcCurve.P_256);
    var context = SoftHsm.context("mixed up");
    backend.create(spec, spec.type().usages(), context);
    KeyHandle other = key(spec);
    KeyHandle mixed = backend.open(spec, other.publicKey(), new byte[0], context);
    KeyOperationException refusal =
        assertThrows(
            KeyOperationException.class,
            () -> backend.sign(mixed, SignScheme.ecdsa(), new byte[32]));
    assertEquals(Reason.WRONG_KEY, refusal.reason());
    assertTrue(backend.supports(SignScheme.ecdsa()));
    byte[] signature = backend.sign(other, SignScheme.ecdsa(), new byte[32]);
    assertEquals(
        Optional.of(true),
        SoftwareAnswers.verifies(
            other.publicKey().orElseThrow(), SignScheme.ecdsa(), new byte[32], signature));
  }

  /**
   * SoftHSM2 makes X25519 keys as Edwards keys, and what they agree on is held against software.
   */
  @Test
  void agreement_isChecked() throws Exception {
    openWithoutQuirks();
    for (KeySpec spec :
        List.of(
            KeySpec.of(ParameterSet.X25519),
            KeySpec.of(ParameterSet.X448),
            KeySpec.ec(EcCurve.P_521),
            KeySpec.ec(EcCurve.BRAINPOOL_P384R1))) {
      KeyHandle key = key(spec);
      SoftwareAnswers.Agreed agreed = SoftwareAnswers.agreed(key.publicKey().orElseThrow());
      assertArrayEquals(agreed.secret(), backend.derive(key, agreed.scheme()), spec.toString());
      var context = SoftHsm.context("mixed up " + spec);
      backend.create(spec, spec.type().usages(), context);
      backend.close();
      openWithoutQuirks();
      // After a new connection, the first use is that of a key whose public half is another's.
      KeyHandle mixed = backend.open(spec, key.publicKey(), new byte[0], context);
      KeyOperationException refusal =
          assertThrows(KeyOperationException.class, () -> backend.derive(mixed, agreed.scheme()));
      assertEquals(Reason.WRONG_KEY, refusal.reason());
    }
  }

  @Test
  void checkup_triesAgreement() throws Exception {
    openWithoutQuirks();
    KeySpec spec = KeySpec.of(ParameterSet.X25519);
    Algorithm way = SoftwareAnswers.agreed(key(spec).publicKey().orElseThrow()).scheme();
    assertEquals(Outcome.RIGHT, backend.examine(spec, List.of(way)).get(way).outcome());
  }

  /** What is right on one curve may be wrong on another. */
  @Test
  void firstUseOfEachCurve_isChecked() throws Exception {
    openWithoutQuirks();
    for (EcCurve curve : List.of(EcCurve.P_256, EcCurve.P_384, EcCurve.BRAINPOOL_P256R1)) {
      KeySpec spec = KeySpec.ec(curve);
      var context = SoftHsm.context("mixed up " + curve);
      backend.create(spec, spec.type().usages(), context);
      KeyHandle good = key(spec);
      KeyHandle mixed = backend.open(spec, good.publicKey(), new byte[0], context);
      KeyOperationException refusal =
          assertThrows(
              KeyOperationException.class,
              () -> backend.sign(mixed, SignScheme.ecdsa(), new byte[32]),
              curve::toString);
      assertEquals(Reason.WRONG_KEY, refusal.reason());
      backend.sign(good, SignScheme.ecdsa(), new byte[32]);
    }
  }
}
