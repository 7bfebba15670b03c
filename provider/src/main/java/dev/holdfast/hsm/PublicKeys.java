// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.hsm;

import static dev.holdfast.pkcs11.Cka.CKA_EC_PARAMS;
import static dev.holdfast.pkcs11.Cka.CKA_EC_POINT;
import static dev.holdfast.pkcs11.Cka.CKA_MODULUS;
import static dev.holdfast.pkcs11.Cka.CKA_PUBLIC_EXPONENT;

import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.pkcs11.Attributes;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERPrintableString;

/** Public keys as the JDK's own objects, from a token's attributes and back. */
final class PublicKeys {
  /** By the hexadecimal digits of CKA_EC_PARAMS. */
  private static final Map<String, KeySpec> CURVES = curves();

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

  /** What CKA_EC_PARAMS says a key is, if it is on one of our curves. */
  static Optional<KeySpec> onCurve(Attributes attributes) {
    return attributes
        .bytes(CKA_EC_PARAMS)
        .flatMap(der -> Optional.ofNullable(CURVES.get(hex(der))));
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static Map<String, KeySpec> curves() {
    Map<String, KeySpec> curves = new HashMap<>();
    for (EcCurve curve : EcCurve.values()) {
      curves.put(hex(ecParams(KeySpec.ec(curve))), KeySpec.ec(curve));
    }
    // PKCS#11 3.0 has two forms for these: the object identifier, and a name.
    Map<ParameterSet, String> names =
        Map.of(
            ParameterSet.ED25519, "edwards25519",
            ParameterSet.ED448, "edwards448",
            ParameterSet.X25519, "curve25519",
            ParameterSet.X448, "curve448");
    names.forEach(
        (set, name) -> {
          curves.put(hex(ecParams(KeySpec.of(set))), KeySpec.of(set));
          curves.put(hex(der(new DERPrintableString(name))), KeySpec.of(set));
        });
    return Map.copyOf(curves);
  }

  /** From CKA_EC_POINT. */
  static Optional<PublicKey> point(KeySpec spec, Attributes attributes) {
    return attributes.bytes(CKA_EC_POINT).flatMap(value -> point(spec, value));
  }

  /**
   * @param value an uncompressed point, or the bytes of RFC 7748 or 8032, inside a DER OCTET STRING
   *     as the standard has it or bare as some tokens do; its length tells
   */
  private static Optional<PublicKey> point(KeySpec spec, byte[] value) {
    int length = pointLength(spec);
    try {
      byte[] point =
          value.length == length ? value : ASN1OctetString.getInstance(value).getOctets();
      if (point.length != length) {
        return Optional.empty();
      }
      return Optional.of(
          spec.curve().isPresent()
              ? dev.holdfast.keys.PublicKeys.of(spec.curve().get(), point)
              : dev.holdfast.keys.PublicKeys.of(spec.parameterSet().orElseThrow(), point));
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static int pointLength(KeySpec spec) {
    // Ed448 has a byte more than its field, for the sign (RFC 8032, section 5.2.2).
    int coordinate = (spec.bits() + 7) / 8;
    return spec.curve().isPresent()
        ? 1 + 2 * coordinate
        : coordinate + (spec.parameterSet().orElseThrow() == ParameterSet.ED448 ? 1 : 0);
  }

  /** CKA_EC_PARAMS: the curve's object identifier. */
  static byte[] ecParams(KeySpec spec) {
    String oid =
        spec.curve().map(EcCurve::oid).or(() -> spec.parameterSet().map(ParameterSet::oid)).get();
    return der(new ASN1ObjectIdentifier(oid));
  }

  /** CKA_EC_POINT as the standard has it. */
  static byte[] ecPoint(PublicKey key) {
    return der(new DEROctetString(dev.holdfast.keys.PublicKeys.bare(key)));
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
