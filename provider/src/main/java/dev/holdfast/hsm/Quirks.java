// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.SignScheme;
import dev.holdfast.pkcs11.Ckk;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Ckr;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a token does otherwise than its mechanism list and the standard say. Data: a new token's
 * peculiarity is a row, not a branch.
 *
 * @param manufacturer how CK_TOKEN_INFO's manufacturerID begins
 * @param oaepDigests hashes that CKM_RSA_PKCS_OAEP takes
 * @param pssDigests hashes that CKM_RSA_PKCS_PSS takes
 * @param mixedDigests whether OAEP and PSS take another hash inside MGF1
 * @param heedsLabels whether OAEP looks at its label
 * @param badTag what C_Decrypt answers to a tag that does not match
 * @param badPadding what C_Decrypt answers to a wrong RSA padding
 * @param wrongUnwraps mechanisms with which C_UnwrapKey makes a key that is not the wrapped one, or
 *     not all of it
 * @param longestGcmIv bytes of the longest IV with which CKM_AES_GCM computes what it should
 * @param curves those that CKM_EC_KEY_PAIR_GEN and CKM_ECDSA know
 * @param derPeer whether C_DeriveKey wants the other side's point as DER: SoftHSM takes both forms,
 *     and one raw point in 256 for DER
 * @param uniqueCertificates whether the token takes no second object of one certificate
 * @param forms how pairs of a type are made, and what they are there, where that is not as the
 *     standard has it
 * @param unusable mechanisms that are on the token's list and of no use
 */
record Quirks(
    String manufacturer,
    Set<Digest> oaepDigests,
    Set<Digest> pssDigests,
    boolean mixedDigests,
    boolean heedsLabels,
    Set<Long> badTag,
    Set<Long> badPadding,
    Set<Long> wrongUnwraps,
    int longestGcmIv,
    Set<EcCurve> curves,
    boolean derPeer,
    boolean uniqueCertificates,
    Map<KeyType, Form> forms,
    Set<Long> unusable) {

  /**
   * What a pair is on a token.
   *
   * @param generator CKM_ of making one
   * @param keyType CKK_ of both halves
   */
  record Form(long generator, long keyType) {}

  /** CKR_AEAD_DECRYPT_FAILED of PKCS #11 3.0. */
  private static final long AEAD_DECRYPT_FAILED = 0x0042L;

  private static final int ANY_LENGTH = Integer.MAX_VALUE;

  private static final Set<Digest> ALL = EnumSet.allOf(Digest.class);

  private static final Set<EcCurve> EVERY_CURVE = EnumSet.allOf(EcCurve.class);

  private static final Set<Long> INVALID =
      Set.of(
          Ckr.CKR_ENCRYPTED_DATA_INVALID,
          Ckr.CKR_ENCRYPTED_DATA_LEN_RANGE,
          Ckr.CKR_DATA_INVALID,
          Ckr.CKR_SIGNATURE_INVALID,
          AEAD_DECRYPT_FAILED);

  /** A token that does as it says. */
  static final Quirks STANDARD =
      new Quirks(
          "",
          ALL,
          ALL,
          true,
          true,
          INVALID,
          INVALID,
          Set.of(),
          ANY_LENGTH,
          EVERY_CURVE,
          false,
          false,
          Map.of(),
          Set.of());

  private static final List<Quirks> ROWS =
      List.of(
          // 2.6.1. OpenSSL's failures all come back as CKR_GENERAL_ERROR.
          new Quirks(
              "SoftHSM",
              EnumSet.of(Digest.SHA_1),
              EnumSet.range(Digest.SHA_1, Digest.SHA_512),
              false,
              false,
              Set.of(Ckr.CKR_GENERAL_ERROR, Ckr.CKR_ENCRYPTED_DATA_INVALID),
              Set.of(Ckr.CKR_GENERAL_ERROR, Ckr.CKR_ENCRYPTED_DATA_INVALID),
              // What was unwrapped does not tell its length, so that nobody who lists the token's
              // keys can use it; and KWP leaves the padding on.
              Set.of(Ckm.CKM_AES_KEY_WRAP, Ckm.CKM_AES_KEY_WRAP_PAD, Ckm.CKM_RSA_PKCS_OAEP),
              // OpenSSL refuses longer ones, and SoftHSM does not look at its answer.
              128,
              EVERY_CURVE,
              true,
              false,
              // It has no Montgomery mechanism, and takes X25519 and X448 for Edwards curves.
              Map.of(KeyType.XDH, new Form(Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN, Ckk.CKK_EC_EDWARDS)),
              Set.of()),
          // NSS's softokn 3.87: its database knows a certificate by issuer and serial number.
          new Quirks(
              "Mozilla Foundation",
              ALL,
              ALL,
              true,
              true,
              INVALID,
              INVALID,
              Set.of(),
              ANY_LENGTH,
              EnumSet.of(EcCurve.P_256, EcCurve.P_384, EcCurve.P_521),
              false,
              true,
              Map.of(),
              Set.of()),
          STANDARD);

  static Quirks of(String manufacturer) {
    return ROWS.stream()
        .filter(row -> manufacturer.startsWith(row.manufacturer))
        .findFirst()
        .orElse(STANDARD);
  }

  /** Whether the token's own OAEP is worth a try: a token that ignores labels gives no error. */
  boolean takesOaep(CipherScheme.RsaOaep oaep) {
    return (heedsLabels || oaep.label().length == 0)
        && Mechanisms.hasMgf(oaep.mgfDigest())
        && oaepDigests.contains(oaep.digest())
        && oaepDigests.contains(oaep.mgfDigest())
        && (mixedDigests || oaep.digest() == oaep.mgfDigest());
  }

  boolean takesPss(SignScheme pss) {
    return Mechanisms.hasMgf(pss.mgfDigest().orElseThrow())
        && pssDigests.contains(pss.digest().orElseThrow())
        && pssDigests.contains(pss.mgfDigest().orElseThrow())
        && (mixedDigests || pss.digest().equals(pss.mgfDigest()));
  }
}
