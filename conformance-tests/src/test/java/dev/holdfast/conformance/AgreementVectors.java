// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.conformance;

import dev.holdfast.conformance.Outcome.NotRun;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javax.crypto.KeyAgreement;
import org.bouncycastle.asn1.DEROctetString;

/** Vectors of ECDH, X25519 and X448, their keys in every form that Wycheproof has. */
final class AgreementVectors {
  static final Map<String, VectorCheck> CHECKS =
      Map.of(
          "ecdh", AgreementVectors::ecdh,
          "ecdh_ecpoint", AgreementVectors::ecdhPoint,
          "ecdh_pem", AgreementVectors::ecdhPem,
          "ecdh_webcrypto", AgreementVectors::ecdhJwk,
          "xdh_comp", AgreementVectors::xdh,
          "xdh_asn_comp", AgreementVectors::xdhAsn,
          "xdh_pem_comp", AgreementVectors::xdhPem,
          "xdh_jwk_comp", AgreementVectors::xdhJwk);

  private static final Map<String, String> XDH_OIDS =
      Map.of("X25519", "1.3.101.110", "X448", "1.3.101.111");

  private AgreementVectors() {}

  private static Outcome ecdh(Vector vector, VectorKeys keys) throws Exception {
    byte[] privateKey =
        VectorKeys.ecPrivate(vector.text("curve"), new BigInteger(vector.bytes("private")));
    return agreed(vector, keys, "ECDH", "EC", privateKey, vector.bytes("public"));
  }

  private static Outcome ecdhPoint(Vector vector, VectorKeys keys) throws Exception {
    String curve = vector.text("curve");
    return agreed(
        vector,
        keys,
        "ECDH",
        "EC",
        VectorKeys.ecPrivate(curve, new BigInteger(vector.bytes("private"))),
        VectorKeys.ecPublic(curve, vector.bytes("public")));
  }

  private static Outcome ecdhPem(Vector vector, VectorKeys keys) throws Exception {
    if (vector.has("curve")) {
      VectorKeys.curve(vector.text("curve"));
    }
    return agreed(vector, keys, "ECDH", "EC", vector.pem("private"), vector.pem("public"));
  }

  private static Outcome ecdhJwk(Vector vector, VectorKeys keys) throws Exception {
    byte[] privateKey =
        VectorKeys.ecPrivate(
            vector.member("private", "crv"), new BigInteger(1, vector.base64("private", "d")));
    String curve = peersCurve(vector, VectorKeys::curve);
    byte[] publicKey = VectorKeys.ecPublic(curve, point(vector, curve));
    return agreed(vector, keys, "ECDH", "EC", privateKey, publicKey);
  }

  /** Where only the other side's curve is a strange one, that is for Holdfast to refuse. */
  private static String peersCurve(Vector vector, Consumer<String> known) {
    String curve = vector.member("public", "crv");
    try {
      known.accept(curve);
    } catch (NotRun e) {
      throw new IllegalArgumentException("No public key on the private key's curve", e);
    }
    return curve;
  }

  private static byte[] point(Vector vector, String curve) {
    int length = VectorKeys.ecCurve(curve).coordinateLength();
    byte[] x = vector.base64("public", "x");
    byte[] y = vector.base64("public", "y");
    if (x.length > length || y.length > length) {
      throw new IllegalArgumentException("A coordinate is too long");
    }
    byte[] point = new byte[1 + 2 * length];
    point[0] = 4;
    System.arraycopy(x, 0, point, 1 + length - x.length, x.length);
    System.arraycopy(y, 0, point, 1 + 2 * length - y.length, y.length);
    return point;
  }

  private static String xdhName(String curve) {
    return switch (curve.toLowerCase(Locale.ROOT)) {
      case "curve25519", "x25519" -> "X25519";
      case "curve448", "x448" -> "X448";
      default -> throw NotRun.noCurve(curve);
    };
  }

  private static byte[] xdhPrivate(String name, byte[] raw) throws IOException {
    return VectorKeys.pkcs8(XDH_OIDS.get(name), new DEROctetString(raw));
  }

  private static byte[] xdhPublic(String name, byte[] raw) throws IOException {
    return VectorKeys.spki(XDH_OIDS.get(name), raw);
  }

  private static Outcome xdh(Vector vector, VectorKeys keys) throws Exception {
    String name = xdhName(vector.text("curve"));
    return agreed(
        vector,
        keys,
        name,
        name,
        xdhPrivate(name, vector.bytes("private")),
        xdhPublic(name, vector.bytes("public")));
  }

  private static Outcome xdhAsn(Vector vector, VectorKeys keys) throws Exception {
    String name = xdhName(vector.text("curve"));
    return agreed(vector, keys, name, "XDH", vector.bytes("private"), vector.bytes("public"));
  }

  private static Outcome xdhPem(Vector vector, VectorKeys keys) throws Exception {
    String name = xdhName(vector.text("curve"));
    return agreed(vector, keys, name, "XDH", vector.pem("private"), vector.pem("public"));
  }

  private static Outcome xdhJwk(Vector vector, VectorKeys keys) throws Exception {
    String name = xdhName(vector.member("private", "crv"));
    String peer = xdhName(peersCurve(vector, AgreementVectors::xdhName));
    return agreed(
        vector,
        keys,
        name,
        "XDH",
        xdhPrivate(name, vector.base64("private", "d")),
        xdhPublic(peer, vector.base64("public", "x")));
  }

  private static Outcome agreed(
      Vector vector,
      VectorKeys keys,
      String agreement,
      String keyType,
      byte[] privateKey,
      byte[] publicKey)
      throws GeneralSecurityException {
    keys.require("KeyAgreement", agreement);
    KeyAgreement party = KeyAgreement.getInstance(agreement, keys.provider());
    party.init(keys.privateKey(keyType, privateKey));
    party.doPhase(keys.publicKey(keyType, publicKey), true);
    return Arrays.equals(party.generateSecret(), vector.bytes("shared"))
        ? Outcome.ACCEPTED
        : Outcome.wrong("agrees on another secret");
  }
}
