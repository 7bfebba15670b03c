// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import dev.holdfast.pkcs11.Ckg;
import dev.holdfast.pkcs11.Ckk;
import dev.holdfast.pkcs11.Ckm;
import dev.holdfast.pkcs11.Mechanism;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;

/** The model's words in PKCS#11's: which CKM_ a scheme is, and the forms of their inputs. */
final class Mechanisms {
  /** CKM_ of the digest, of its HMAC, and CKG_ of MGF1 over it. */
  private record Hash(long ckm, long hmac, long mgf) {}

  /** CKM_ of what hashes a message and signs the digest, for each kind of signature. */
  private record Hashing(long pkcs1, long pss, long ecdsa) {}

  /** PKCS#11 has no such constant. */
  private static final long NONE = -1;

  private static final Map<Digest, Hash> HASHES = new EnumMap<>(Digest.class);

  static {
    hash(Digest.SHA_1, Ckm.CKM_SHA_1, Ckm.CKM_SHA_1_HMAC, Ckg.CKG_MGF1_SHA1);
    hash(Digest.SHA_224, Ckm.CKM_SHA224, Ckm.CKM_SHA224_HMAC, Ckg.CKG_MGF1_SHA224);
    hash(Digest.SHA_256, Ckm.CKM_SHA256, Ckm.CKM_SHA256_HMAC, Ckg.CKG_MGF1_SHA256);
    hash(Digest.SHA_384, Ckm.CKM_SHA384, Ckm.CKM_SHA384_HMAC, Ckg.CKG_MGF1_SHA384);
    hash(Digest.SHA_512, Ckm.CKM_SHA512, Ckm.CKM_SHA512_HMAC, Ckg.CKG_MGF1_SHA512);
    hash(Digest.SHA_512_224, Ckm.CKM_SHA512_224, Ckm.CKM_SHA512_224_HMAC, NONE);
    hash(Digest.SHA_512_256, Ckm.CKM_SHA512_256, Ckm.CKM_SHA512_256_HMAC, NONE);
    hash(Digest.SHA3_224, Ckm.CKM_SHA3_224, Ckm.CKM_SHA3_224_HMAC, Ckg.CKG_MGF1_SHA3_224);
    hash(Digest.SHA3_256, Ckm.CKM_SHA3_256, Ckm.CKM_SHA3_256_HMAC, Ckg.CKG_MGF1_SHA3_256);
    hash(Digest.SHA3_384, Ckm.CKM_SHA3_384, Ckm.CKM_SHA3_384_HMAC, Ckg.CKG_MGF1_SHA3_384);
    hash(Digest.SHA3_512, Ckm.CKM_SHA3_512, Ckm.CKM_SHA3_512_HMAC, Ckg.CKG_MGF1_SHA3_512);
  }

  private static void hash(Digest digest, long ckm, long hmac, long mgf) {
    HASHES.put(digest, new Hash(ckm, hmac, mgf));
  }

  /** There are none over SHA-512/t. */
  private static final Map<Digest, Hashing> HASHING =
      Map.of(
          Digest.SHA_1,
          new Hashing(Ckm.CKM_SHA1_RSA_PKCS, Ckm.CKM_SHA1_RSA_PKCS_PSS, Ckm.CKM_ECDSA_SHA1),
          Digest.SHA_224,
          new Hashing(Ckm.CKM_SHA224_RSA_PKCS, Ckm.CKM_SHA224_RSA_PKCS_PSS, Ckm.CKM_ECDSA_SHA224),
          Digest.SHA_256,
          new Hashing(Ckm.CKM_SHA256_RSA_PKCS, Ckm.CKM_SHA256_RSA_PKCS_PSS, Ckm.CKM_ECDSA_SHA256),
          Digest.SHA_384,
          new Hashing(Ckm.CKM_SHA384_RSA_PKCS, Ckm.CKM_SHA384_RSA_PKCS_PSS, Ckm.CKM_ECDSA_SHA384),
          Digest.SHA_512,
          new Hashing(Ckm.CKM_SHA512_RSA_PKCS, Ckm.CKM_SHA512_RSA_PKCS_PSS, Ckm.CKM_ECDSA_SHA512),
          Digest.SHA3_224,
          new Hashing(
              Ckm.CKM_SHA3_224_RSA_PKCS, Ckm.CKM_SHA3_224_RSA_PKCS_PSS, Ckm.CKM_ECDSA_SHA3_224),
          Digest.SHA3_256,
          new Hashing(
              Ckm.CKM_SHA3_256_RSA_PKCS, Ckm.CKM_SHA3_256_RSA_PKCS_PSS, Ckm.CKM_ECDSA_SHA3_256),
          Digest.SHA3_384,
          new Hashing(
              Ckm.CKM_SHA3_384_RSA_PKCS, Ckm.CKM_SHA3_384_RSA_PKCS_PSS, Ckm.CKM_ECDSA_SHA3_384),
          Digest.SHA3_512,
          new Hashing(
              Ckm.CKM_SHA3_512_RSA_PKCS, Ckm.CKM_SHA3_512_RSA_PKCS_PSS, Ckm.CKM_ECDSA_SHA3_512));

  private static final Map<KeyType, Long> GENERATION =
      Map.of(
          KeyType.RSA, Ckm.CKM_RSA_PKCS_KEY_PAIR_GEN,
          KeyType.EC, Ckm.CKM_EC_KEY_PAIR_GEN,
          KeyType.ED, Ckm.CKM_EC_EDWARDS_KEY_PAIR_GEN,
          KeyType.XDH, Ckm.CKM_EC_MONTGOMERY_KEY_PAIR_GEN,
          KeyType.AES, Ckm.CKM_AES_KEY_GEN,
          KeyType.CHACHA20, Ckm.CKM_CHACHA20_KEY_GEN,
          KeyType.DES_EDE, Ckm.CKM_DES3_KEY_GEN,
          KeyType.SYMMETRIC_DEFAULT, Ckm.CKM_AES_KEY_GEN,
          KeyType.HMAC, Ckm.CKM_GENERIC_SECRET_KEY_GEN);

  private static final Map<KeyType, Long> KEY_TYPES =
      Map.of(
          KeyType.RSA, Ckk.CKK_RSA,
          KeyType.EC, Ckk.CKK_EC,
          KeyType.ED, Ckk.CKK_EC_EDWARDS,
          KeyType.XDH, Ckk.CKK_EC_MONTGOMERY,
          KeyType.AES, Ckk.CKK_AES,
          KeyType.CHACHA20, Ckk.CKK_CHACHA20,
          KeyType.DES_EDE, Ckk.CKK_DES3,
          KeyType.SYMMETRIC_DEFAULT, Ckk.CKK_AES,
          KeyType.HMAC, Ckk.CKK_GENERIC_SECRET,
          KeyType.GENERIC, Ckk.CKK_GENERIC_SECRET);

  private Mechanisms() {}

  /** CKM_ of a MAC. */
  static long mac(MacScheme scheme) {
    return scheme.digest().map(digest -> HASHES.get(digest).hmac).orElse(Ckm.CKM_AES_CMAC);
  }

  /** Whether PKCS#11 has a name for MGF1 over a digest. */
  static boolean hasMgf(Digest digest) {
    return HASHES.get(digest).mgf != NONE;
  }

  /** CKM_ of making such keys; empty where tokens make none. */
  static Optional<Long> generator(KeyType type) {
    return Optional.ofNullable(GENERATION.get(type));
  }

  /**
   * CKK_ of the keys made here, as the standard has it; other programs' HMAC keys may have
   * CKK_SHA256_HMAC and the like.
   */
  static long keyType(KeyType type) {
    return KEY_TYPES.get(type);
  }

  /** CKM_ of what hashes and signs by a scheme; empty where PKCS#11 has none. */
  static Optional<Long> hashing(SignScheme scheme) {
    Optional<Hashing> hashing = scheme.digest().map(HASHING::get);
    return switch (scheme.kind()) {
      case RSA_PKCS1 -> hashing.map(Hashing::pkcs1);
      case RSA_PSS -> hashing.map(Hashing::pss);
      case ECDSA -> hashing.map(Hashing::ecdsa);
      default -> Optional.empty();
    };
  }

  /** PSS by a mechanism that is given the digest, or by one that hashes. */
  static Mechanism pss(long ckm, SignScheme scheme) {
    return Mechanism.rsaPss(
        ckm,
        HASHES.get(scheme.digest().orElseThrow()).ckm,
        HASHES.get(scheme.mgfDigest().orElseThrow()).mgf,
        scheme.saltLength());
  }

  static Mechanism oaep(CipherScheme.RsaOaep scheme) {
    return Mechanism.rsaOaep(
        HASHES.get(scheme.digest()).ckm, HASHES.get(scheme.mgfDigest()).mgf, scheme.label());
  }

  /**
   * What CKM_ECDSA gets of a digest: no more bytes than the curve's order has, since not every
   * token cuts a longer one itself (FIPS 186-5 section 6.4.1 takes the leftmost bits).
   */
  static byte[] ecdsaInput(EcCurve curve, byte[] digest) {
    int limit = curve.coordinateLength();
    return digest.length <= limit ? digest : Arrays.copyOf(digest, limit);
  }

  /** PKCS#11's r and s side by side, as the JCA's DER sequence. */
  static byte[] ecdsaDer(byte[] rs) {
    int half = rs.length / 2;
    ASN1Integer r = new ASN1Integer(new BigInteger(1, rs, 0, half));
    ASN1Integer s = new ASN1Integer(new BigInteger(1, rs, half, half));
    try {
      return new DERSequence(new ASN1Integer[] {r, s}).getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new AssertionError("Encoding to memory does no I/O", e);
    }
  }

  /** EMSA-PKCS1-v1_5 (RFC 8017 section 9.2) over an encoded DigestInfo; null if it does not fit. */
  static byte[] pkcs1Block(byte[] digestInfo, int modulusLength) {
    int padding = modulusLength - digestInfo.length - 3;
    if (padding < 8) {
      return null;
    }
    byte[] block = new byte[modulusLength];
    block[1] = 1;
    Arrays.fill(block, 2, 2 + padding, (byte) 0xff);
    System.arraycopy(digestInfo, 0, block, 3 + padding, digestInfo.length);
    return block;
  }
}
