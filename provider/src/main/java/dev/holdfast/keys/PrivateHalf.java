// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keys;

import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import java.io.IOException;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.jcajce.interfaces.EdDSAPrivateKey;
import org.bouncycastle.jcajce.interfaces.MLDSAPrivateKey;
import org.bouncycastle.jcajce.interfaces.MLKEMPrivateKey;
import org.bouncycastle.jcajce.interfaces.SLHDSAPrivateKey;
import org.bouncycastle.jcajce.interfaces.XDHPrivateKey;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;

/**
 * What an encoded private key (PKCS #8, RFC 5958) is, and its public half, made from the private
 * numbers and so never another key's.
 *
 * <p>For keys that are about to be taken in: the numbers pass through Java objects that cannot be
 * wiped, as they did where the encoding came from.
 *
 * @param spec what kind of key
 * @param publicKey the public half
 */
public record PrivateHalf(KeySpec spec, PublicKey publicKey) {
  /**
   * Reads an encoded private key.
   *
   * @param pkcs8 the caller wipes it
   * @throws InvalidKeyException if it is none, if its numbers contradict each other, or if Holdfast
   *     has no such kind or size of keys
   */
  public static PrivateHalf of(byte[] pkcs8) throws InvalidKeyException {
    PrivateKeyInfo info = info(pkcs8);
    if (PublicKeys.isRsa(info.getPrivateKeyAlgorithm())) {
      return rsa(info);
    }
    KeySpec spec = named(info);
    try {
      return new PrivateHalf(
          spec, spec.curve().isPresent() ? ec(spec.curve().get(), info) : named(spec, pkcs8));
    } catch (IOException | IllegalArgumentException | InvalidKeySpecException e) {
      throw malformed(spec);
    }
  }

  /** What kind of key it is; a cheap look that proves nothing of the rest. */
  public static KeySpec specOf(byte[] pkcs8) throws InvalidKeyException {
    PrivateKeyInfo info = info(pkcs8);
    AlgorithmIdentifier algorithm = info.getPrivateKeyAlgorithm();
    return PublicKeys.isRsa(algorithm)
        ? PublicKeys.rsa(algorithm, rsaKey(info).getModulus())
        : named(info);
  }

  /**
   * The encoding as backends read it: that of a key that is bound to RSASSA-PSS is a plain RSA
   * key's.
   *
   * @param pkcs8 the encoding that this was read from
   * @return a copy in any case, which the caller wipes
   */
  public byte[] material(byte[] pkcs8) {
    if (spec.material().equals(spec)) {
      return pkcs8.clone();
    }
    try {
      return new PrivateKeyInfo(
              new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
              PrivateKeyInfo.getInstance(pkcs8).parsePrivateKey())
          .getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new IllegalArgumentException("Another encoding than the one that was read", e);
    }
  }

  private static PrivateKeyInfo info(byte[] pkcs8) throws InvalidKeyException {
    try {
      return PrivateKeyInfo.getInstance(pkcs8);
    } catch (IllegalArgumentException e) {
      // What could not be parsed can be quoted by the cause, so it stays here.
      throw new InvalidKeyException("The private key is not PKCS #8");
    }
  }

  private static KeySpec named(PrivateKeyInfo info) throws InvalidKeyException {
    return PublicKeys.named(info.getPrivateKeyAlgorithm());
  }

  /**
   * @throws InvalidKeyException unless {@code other} is the public half
   */
  public void requireSame(PublicKey other) throws InvalidKeyException {
    if (!PublicKeys.same(other, publicKey)) {
      throw new InvalidKeyException(
          "The public key, or the certificate, does not belong to the private key");
    }
  }

  private static InvalidKeyException malformed(Object spec) {
    return new InvalidKeyException("The encoding is no " + spec + " private key");
  }

  private static PrivateHalf rsa(PrivateKeyInfo info) throws InvalidKeyException {
    RSAPrivateKey key = rsaKey(info);
    KeySpec spec = PublicKeys.rsa(info.getPrivateKeyAlgorithm(), key.getModulus());
    if (key.getPrime1().signum() <= 0 || key.getPublicExponent().signum() <= 0) {
      throw new InvalidKeyException(
          "The RSA key lacks its primes or public exponent; bring it as RSAPrivateCrtKey");
    }
    requireConsistent(key);
    try {
      return new PrivateHalf(
          spec, PublicKeys.bound(spec, PublicKeys.rsa(key.getModulus(), key.getPublicExponent())));
    } catch (InvalidKeySpecException e) {
      throw malformed(spec);
    }
  }

  private static RSAPrivateKey rsaKey(PrivateKeyInfo info) throws InvalidKeyException {
    try {
      return RSAPrivateKey.getInstance(info.parsePrivateKey());
    } catch (IOException | IllegalArgumentException e) {
      throw malformed("RSA");
    }
  }

  /** RFC 8017, section 3.2: one wrong number would make signatures that give the primes away. */
  private static void requireConsistent(RSAPrivateKey key) throws InvalidKeyException {
    BigInteger p = key.getPrime1();
    BigInteger q = key.getPrime2();
    BigInteger p1 = p.subtract(BigInteger.ONE);
    BigInteger q1 = q.subtract(BigInteger.ONE);
    BigInteger d = key.getPrivateExponent();
    boolean consistent =
        p1.signum() > 0
            && q1.signum() > 0
            && p.multiply(q).equals(key.getModulus())
            && key.getPublicExponent().multiply(d).mod(p1).equals(BigInteger.ONE)
            && key.getPublicExponent().multiply(d).mod(q1).equals(BigInteger.ONE)
            && d.mod(p1).equals(key.getExponent1())
            && d.mod(q1).equals(key.getExponent2())
            && key.getCoefficient().multiply(q).mod(p).equals(BigInteger.ONE);
    if (!consistent) {
      throw new InvalidKeyException("The numbers of the RSA private key contradict each other");
    }
  }

  private static PublicKey ec(EcCurve curve, PrivateKeyInfo info)
      throws IOException, InvalidKeyException, InvalidKeySpecException {
    ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
    X9ECParameters parameters = ECNamedCurveTable.getByOID(new ASN1ObjectIdentifier(curve.oid()));
    BigInteger scalar = key.getKey();
    if (scalar.signum() <= 0 || scalar.compareTo(parameters.getN()) >= 0) {
      throw new InvalidKeyException("The EC private key is not between 0 and the curve's order");
    }
    byte[] point =
        new FixedPointCombMultiplier().multiply(parameters.getG(), scalar).getEncoded(false);
    ASN1BitString said = key.getPublicKey();
    if (said != null && !Arrays.equals(uncompressed(parameters, said.getOctets()), point)) {
      throw new InvalidKeyException("The EC private key names another public key than its own");
    }
    return PublicKeys.of(curve, point);
  }

  private static byte[] uncompressed(X9ECParameters parameters, byte[] point) {
    return parameters.getCurve().decodePoint(point).getEncoded(false);
  }

  /** Bouncy Castle's keys of these kinds make their public halves themselves. */
  private static PublicKey named(KeySpec spec, byte[] pkcs8)
      throws InvalidKeyException, InvalidKeySpecException {
    PrivateKey key;
    try {
      key =
          KeyFactory.getInstance(PublicKeys.factoryName(spec), Factories.bouncyCastle())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    } catch (NoSuchAlgorithmException e) {
      throw new InvalidKeyException("Bouncy Castle does not know " + spec + " keys", e);
    }
    return PublicKeys.of(publicHalf(key).getEncoded());
  }

  private static PublicKey publicHalf(PrivateKey key) throws InvalidKeyException {
    if (key instanceof EdDSAPrivateKey edwards) {
      return edwards.getPublicKey();
    }
    if (key instanceof XDHPrivateKey montgomery) {
      return montgomery.getPublicKey();
    }
    if (key instanceof MLDSAPrivateKey lattice) {
      LatticeKeys.requireInRange(lattice);
      return lattice.getPublicKey();
    }
    if (key instanceof MLKEMPrivateKey lattice) {
      return lattice.getPublicKey();
    }
    if (key instanceof SLHDSAPrivateKey hashes) {
      return hashes.getPublicKey();
    }
    throw new InvalidKeyException("Bouncy Castle tells no public half of " + key.getClass());
  }
}
