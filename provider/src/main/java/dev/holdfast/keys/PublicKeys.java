// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keys;

import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.RSAPublicKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;

/**
 * Public keys, from and to the encoding of X.509 (RFC 5280, section 4.1.2.7). They are the JDK's
 * own objects where it has the kind, and else Bouncy Castle's: secp256k1, brainpool, and what is
 * newer than the JDK.
 */
public final class PublicKeys {
  private PublicKeys() {}

  /**
   * The key of an encoding.
   *
   * @throws InvalidKeySpecException if it is none, or of a kind or size that Holdfast does not have
   */
  public static PublicKey of(byte[] spki) throws InvalidKeySpecException {
    KeySpec spec;
    try {
      spec = specOf(SubjectPublicKeyInfo.getInstance(spki));
    } catch (InvalidKeyException | IllegalArgumentException e) {
      throw new InvalidKeySpecException("Not a public key that Holdfast has a use for", e);
    }
    InvalidKeySpecException last = null;
    for (KeyFactory factory : Factories.of(factoryName(spec))) {
      try {
        return factory.generatePublic(new X509EncodedKeySpec(spki));
      } catch (InvalidKeySpecException e) {
        last = e;
      }
    }
    throw new InvalidKeySpecException("Not a " + spec + " public key", last);
  }

  /**
   * The key of a curve that has no other parameters, or of a parameter set, from its bare bytes.
   */
  public static PublicKey of(ParameterSet set, byte[] key) throws InvalidKeySpecException {
    return of(new AlgorithmIdentifier(new ASN1ObjectIdentifier(set.oid())), key);
  }

  /**
   * The key of a point.
   *
   * @param point uncompressed (SEC 1, section 2.3.3)
   */
  public static PublicKey of(EcCurve curve, byte[] point) throws InvalidKeySpecException {
    return of(
        new AlgorithmIdentifier(
            X9ObjectIdentifiers.id_ecPublicKey, new ASN1ObjectIdentifier(curve.oid())),
        point);
  }

  /** The RSA key of these numbers. */
  public static PublicKey rsa(BigInteger modulus, BigInteger exponent)
      throws InvalidKeySpecException {
    try {
      return of(
          new SubjectPublicKeyInfo(
                  new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                  new RSAPublicKey(modulus, exponent))
              .getEncoded("DER"));
    } catch (IOException e) {
      throw new AssertionError("Encoding to memory does no I/O", e);
    }
  }

  /**
   * An RSA key as the public half of a kind that may be bound to RSASSA-PSS; other keys stay as
   * they are.
   */
  public static PublicKey bound(KeySpec spec, PublicKey key) {
    if (spec.type() != KeyType.RSA_PSS) {
      return key;
    }
    try {
      return of(PssKeys.algorithm(spec), bare(key));
    } catch (InvalidKeySpecException e) {
      throw new IllegalArgumentException("The key is no half of a " + spec + " key", e);
    }
  }

  private static PublicKey of(AlgorithmIdentifier algorithm, byte[] key)
      throws InvalidKeySpecException {
    try {
      return of(new SubjectPublicKeyInfo(algorithm, key).getEncoded("DER"));
    } catch (IOException e) {
      throw new AssertionError("Encoding to memory does no I/O", e);
    }
  }

  /** The bytes of a key without what says its kind: an uncompressed point, or a key's own form. */
  public static byte[] bare(PublicKey key) {
    return SubjectPublicKeyInfo.getInstance(key.getEncoded()).getPublicKeyData().getOctets();
  }

  /**
   * Whether two objects are one key, whoever made them: compared without what encodings leave open,
   * such as an absent or a NULL parameter.
   *
   * @throws InvalidKeyException if Holdfast has no such kind or size of keys
   */
  public static boolean same(PublicKey one, PublicKey other) throws InvalidKeyException {
    return specOf(one).equals(specOf(other)) && Arrays.equals(bare(one), bare(other));
  }

  /**
   * Whether two objects are for one private key, be one of them bound to RSASSA-PSS and the other
   * not.
   *
   * @throws InvalidKeyException if Holdfast has no such kind or size of keys
   */
  public static boolean sameMaterial(PublicKey one, PublicKey other) throws InvalidKeyException {
    return specOf(one).material().equals(specOf(other).material())
        && Arrays.equals(bare(one), bare(other));
  }

  /**
   * The kind of a key, whichever provider made it.
   *
   * @throws InvalidKeyException if Holdfast has no such kind or size
   */
  public static KeySpec specOf(PublicKey key) throws InvalidKeyException {
    byte[] encoded = "X.509".equals(key.getFormat()) ? key.getEncoded() : null;
    if (encoded == null) {
      throw new InvalidKeyException("The " + key.getAlgorithm() + " public key has no encoding");
    }
    try {
      return specOf(SubjectPublicKeyInfo.getInstance(encoded));
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("The " + key.getAlgorithm() + " public key is malformed", e);
    }
  }

  private static KeySpec specOf(SubjectPublicKeyInfo info) throws InvalidKeyException {
    if (isRsa(info.getAlgorithm())) {
      try {
        return rsa(
            info.getAlgorithm(), RSAPublicKey.getInstance(info.parsePublicKey()).getModulus());
      } catch (IOException e) {
        throw new InvalidKeyException("The RSA public key is malformed", e);
      }
    }
    return named(info.getAlgorithm());
  }

  /** Whether the numbers of a key are RSA's, whatever it is bound to. */
  static boolean isRsa(AlgorithmIdentifier algorithm) {
    return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.rsaEncryption)
        || PssKeys.isPss(algorithm);
  }

  static KeySpec rsa(AlgorithmIdentifier algorithm, BigInteger modulus) throws InvalidKeyException {
    try {
      return PssKeys.isPss(algorithm)
          ? PssKeys.spec(algorithm, modulus.bitLength())
          : KeySpec.rsa(modulus.bitLength());
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  /** The kind that an algorithm identifier says whole. */
  static KeySpec named(AlgorithmIdentifier algorithm) throws InvalidKeyException {
    String oid = algorithm.getAlgorithm().getId();
    if (algorithm.getAlgorithm().equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      ASN1Encodable parameters = algorithm.getParameters();
      Optional<EcCurve> curve =
          parameters instanceof ASN1ObjectIdentifier name
              ? EcCurve.ofName(name.getId())
              : Optional.empty();
      return curve
          .map(KeySpec::ec)
          .orElseThrow(() -> new InvalidKeyException("Holdfast keeps no keys on this EC curve"));
    }
    return ParameterSet.ofName(oid)
        .map(KeySpec::of)
        .orElseThrow(() -> new InvalidKeyException("Holdfast keeps no keys of algorithm " + oid));
  }

  /** The name under which factories take keys of a kind. */
  static String factoryName(KeySpec spec) {
    return spec.jcaName();
  }
}
