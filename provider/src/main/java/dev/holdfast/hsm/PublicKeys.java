// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.CKA_EC_PARAMS;
import static dev.holdfast.pkcs11.Cka.CKA_EC_POINT;
import static dev.holdfast.pkcs11.Cka.CKA_MODULUS;
import static dev.holdfast.pkcs11.Cka.CKA_PUBLIC_EXPONENT;

import dev.holdfast.model.EcCurve;
import dev.holdfast.pkcs11.Attributes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;

/** Public keys as the JDK's own objects, from a token's attributes and back. */
final class PublicKeys {
  private static final byte UNCOMPRESSED = 4;

  private PublicKeys() {}

  /** From CKA_MODULUS and CKA_PUBLIC_EXPONENT, which private key objects mostly have too. */
  static Optional<PublicKey> rsa(Attributes attributes) {
    Optional<BigInteger> exponent = number(attributes, CKA_PUBLIC_EXPONENT);
    return modulus(attributes).flatMap(n -> exponent.flatMap(e -> rsa(n, e)));
  }

  static Optional<BigInteger> modulus(Attributes attributes) {
    return number(attributes, CKA_MODULUS);
  }

  private static Optional<BigInteger> number(Attributes attributes, long type) {
    return attributes
        .bytes(type)
        .filter(bytes -> bytes.length > 0)
        .map(bytes -> new BigInteger(1, bytes));
  }

  static Optional<PublicKey> rsa(BigInteger modulus, BigInteger exponent) {
    try {
      RSAPublicKeySpec spec = new RSAPublicKeySpec(modulus, exponent);
      return Optional.of(KeyFactory.getInstance("RSA").generatePublic(spec));
    } catch (GeneralSecurityException e) {
      // Somebody else's object with senseless numbers: not a key that could be used.
      return Optional.empty();
    }
  }

  /** The named curve of CKA_EC_PARAMS, if it is one of ours. */
  static Optional<EcCurve> curve(Attributes attributes) {
    Optional<byte[]> params = attributes.bytes(CKA_EC_PARAMS);
    return params.flatMap(
        der ->
            Arrays.stream(EcCurve.values())
                .filter(curve -> Arrays.equals(ecParams(curve), der))
                .findFirst());
  }

  /** From CKA_EC_POINT. */
  static Optional<PublicKey> ec(EcCurve curve, Attributes attributes) {
    return attributes.bytes(CKA_EC_POINT).flatMap(value -> ec(curve, value));
  }

  /**
   * @param value an uncompressed point, inside a DER OCTET STRING as the standard has it or bare as
   *     some tokens do; its length tells
   */
  static Optional<PublicKey> ec(EcCurve curve, byte[] value) {
    int length = curve.coordinateLength();
    try {
      byte[] point =
          value.length == 1 + 2 * length ? value : ASN1OctetString.getInstance(value).getOctets();
      if (point.length != 1 + 2 * length || point[0] != UNCOMPRESSED) {
        return Optional.empty();
      }
      ECPoint w =
          new ECPoint(
              new BigInteger(1, point, 1, length), new BigInteger(1, point, 1 + length, length));
      ECPublicKeySpec spec = new ECPublicKeySpec(w, parameters(curve));
      return Optional.of(KeyFactory.getInstance("EC").generatePublic(spec));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static ECParameterSpec parameters(EcCurve curve) throws GeneralSecurityException {
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve.jcaName()));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  /** CKA_EC_PARAMS: the curve's object identifier. */
  static byte[] ecParams(EcCurve curve) {
    return der(new ASN1ObjectIdentifier(curve.oid()));
  }

  /** CKA_EC_POINT as the standard has it. */
  static byte[] ecPoint(EcCurve curve, ECPublicKey key) {
    int length = curve.coordinateLength();
    byte[] point = new byte[1 + 2 * length];
    point[0] = UNCOMPRESSED;
    byte[] x = unsigned(key.getW().getAffineX());
    byte[] y = unsigned(key.getW().getAffineY());
    System.arraycopy(x, 0, point, 1 + length - x.length, x.length);
    System.arraycopy(y, 0, point, 1 + 2 * length - y.length, y.length);
    return der(new DEROctetString(point));
  }

  /** PKCS#11's "Big integer": no sign, no leading zero. */
  static byte[] unsigned(BigInteger value) {
    byte[] bytes = value.toByteArray();
    return bytes[0] == 0 && bytes.length > 1 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes;
  }

  static byte[] der(ASN1Encodable value) {
    try {
      return value.toASN1Primitive().getEncoded(ASN1Encoding.DER);
    } catch (IOException e) {
      throw new AssertionError("Encoding to memory does no I/O", e);
    }
  }
}
