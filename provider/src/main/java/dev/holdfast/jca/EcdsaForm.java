// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.keys.EcParameters;
import dev.holdfast.model.EcCurve;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SignatureException;
import org.bouncycastle.crypto.signers.PlainDSAEncoding;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;

/** The two forms of an ECDSA signature: DER, and r and s side by side (IEEE P1363). */
final class EcdsaForm {
  private EcdsaForm() {}

  static byte[] fixedWidth(EcCurve curve, byte[] der) throws SignatureException {
    BigInteger order = EcParameters.order(curve);
    try {
      BigInteger[] rs = StandardDSAEncoding.INSTANCE.decode(order, der);
      return PlainDSAEncoding.INSTANCE.encode(order, rs[0], rs[1]);
    } catch (IOException | IllegalArgumentException e) {
      throw new SignatureException("Not an ECDSA signature on " + curve.jcaName(), e);
    }
  }

  static byte[] der(EcCurve curve, byte[] fixedWidth) throws SignatureException {
    BigInteger order = EcParameters.order(curve);
    try {
      BigInteger[] rs = PlainDSAEncoding.INSTANCE.decode(order, fixedWidth);
      return StandardDSAEncoding.INSTANCE.encode(order, rs[0], rs[1]);
    } catch (IOException | IllegalArgumentException e) {
      throw new SignatureException("Not an ECDSA signature on " + curve.jcaName(), e);
    }
  }
}
