// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.keys.EcParameters;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.ParameterSet;
import java.math.BigInteger;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECPoint;
import java.security.spec.EllipticCurve;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/**
 * The other side's public key in an agreement: taken only if it is a point of our key's curve. A
 * point of another curve, or one of small order, would tell its sender something of our key.
 */
final class PeerKeys {
  /** The primes of RFC 7748, section 4. */
  private static final Map<ParameterSet, BigInteger> PRIMES =
      Map.of(
          ParameterSet.X25519,
          BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19)),
          ParameterSet.X448,
          BigInteger.TWO.pow(448).subtract(BigInteger.TWO.pow(224)).subtract(BigInteger.ONE));

  /** Besides 0, 1 and -1 of every curve: the points of order eight on Curve25519. */
  private static final Set<BigInteger> ORDER_EIGHT =
      Set.of(
          new BigInteger(
              "325606250916557431795983626356110631294008115727848805560023387167927233504"),
          new BigInteger(
              "39382357235489614581723060781553021112529911719440698176882885853963445705823"));

  private PeerKeys() {}

  /** How our key agrees with a peer's. */
  static DerivationScheme scheme(OpaqueKey own, Key peer) throws InvalidKeyException {
    if (peer == null) {
      throw new InvalidKeyException("The other side's public key is null");
    }
    KeySpec spec = own.spec();
    if (spec.parameterSet().isPresent()) {
      return new DerivationScheme.Xdh(onMontgomeryCurve(spec.parameterSet().get(), peer));
    }
    return new DerivationScheme.Ecdh(onCurve(spec.curve().orElseThrow(), peer));
  }

  private static PublicKey onCurve(EcCurve curve, Key peer) throws InvalidKeyException {
    if (!(peer instanceof ECPublicKey key)) {
      throw new InvalidKeyException(
          "ECDH needs the other side's EC public key, not a key for " + peer.getAlgorithm());
    }
    if (EcParameters.curve(key.getParams()).orElse(null) != curve) {
      throw new InvalidKeyException(
          "The other side's key is on another curve than ours, " + curve.jcaName());
    }
    if (!isOnCurve(key.getW(), key.getParams().getCurve())) {
      throw new InvalidKeyException("The other side's public key is no point on its curve");
    }
    return key;
  }

  private static boolean isOnCurve(ECPoint point, EllipticCurve curve) {
    if (point.equals(ECPoint.POINT_INFINITY)) {
      return false;
    }
    BigInteger p = ((ECFieldFp) curve.getField()).getP();
    BigInteger x = point.getAffineX();
    BigInteger y = point.getAffineY();
    if (x.signum() < 0 || x.compareTo(p) >= 0 || y.signum() < 0 || y.compareTo(p) >= 0) {
      return false;
    }
    BigInteger right = x.multiply(x).add(curve.getA()).multiply(x).add(curve.getB()).mod(p);
    return y.multiply(y).mod(p).equals(right);
  }

  private static PublicKey onMontgomeryCurve(ParameterSet curve, Key peer)
      throws InvalidKeyException {
    if (!(peer instanceof PublicKey key) || key.getEncoded() == null) {
      throw new InvalidKeyException(
          curve.jcaName()
              + " needs the other side's XDH public key, not a key for "
              + peer.getAlgorithm());
    }
    SubjectPublicKeyInfo info;
    try {
      info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException("The other side's public key has no encoding to read", e);
    }
    if (!info.getAlgorithm().getAlgorithm().getId().equals(curve.oid())) {
      throw new InvalidKeyException(
          "The other side's key is for another algorithm than ours, " + curve.jcaName());
    }
    if (hasSmallOrder(curve, info.getPublicKeyData().getOctets())) {
      throw new InvalidKeyException("The other side's public key has a small order");
    }
    return key;
  }

  /** Every agreement with such a point gives zeros (RFC 7748, section 6). */
  private static boolean hasSmallOrder(ParameterSet curve, byte[] littleEndian) {
    BigInteger p = PRIMES.get(curve);
    byte[] bytes = littleEndian.clone();
    for (int i = 0; i < bytes.length / 2; i++) {
      byte other = bytes[bytes.length - 1 - i];
      bytes[bytes.length - 1 - i] = bytes[i];
      bytes[i] = other;
    }
    BigInteger u = new BigInteger(1, bytes);
    // The top bit of 255 says nothing: section 5.
    u = (curve == ParameterSet.X25519 ? u.clearBit(255) : u).mod(p);
    return Arrays.asList(BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE)).contains(u)
        || (curve == ParameterSet.X25519 && ORDER_EIGHT.contains(u));
  }
}
