// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keys;

import dev.holdfast.model.EcCurve;
import java.math.BigInteger;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;

/** Which of our curves a set of numbers is; the JDK has a name for three of them only. */
public final class EcParameters {
  /** By the order of the base point, which is another one for each curve. */
  private static final Map<BigInteger, EcCurve> BY_ORDER = new HashMap<>();

  static {
    for (EcCurve curve : EcCurve.values()) {
      BY_ORDER.put(of(curve).getN(), curve);
    }
  }

  private EcParameters() {}

  private static X9ECParameters of(EcCurve curve) {
    return ECNamedCurveTable.getByOID(new ASN1ObjectIdentifier(curve.oid()));
  }

  /** The order of a curve's base point. */
  public static BigInteger order(EcCurve curve) {
    return of(curve).getN();
  }

  /** The curve with exactly these parameters; empty for curves that we do not have. */
  public static Optional<EcCurve> curve(ECParameterSpec spec) {
    EcCurve curve = BY_ORDER.get(spec.getOrder());
    return curve != null && isSame(of(curve), spec) ? Optional.of(curve) : Optional.empty();
  }

  private static boolean isSame(X9ECParameters ours, ECParameterSpec theirs) {
    return theirs.getCurve().getField() instanceof ECFieldFp field
        && field.getP().equals(ours.getCurve().getField().getCharacteristic())
        && theirs.getCurve().getA().equals(ours.getCurve().getA().toBigInteger())
        && theirs.getCurve().getB().equals(ours.getCurve().getB().toBigInteger())
        && theirs.getGenerator().getAffineX().equals(x(ours))
        && theirs.getGenerator().getAffineY().equals(y(ours));
  }

  private static BigInteger x(X9ECParameters parameters) {
    return parameters.getG().normalize().getAffineXCoord().toBigInteger();
  }

  private static BigInteger y(X9ECParameters parameters) {
    return parameters.getG().normalize().getAffineYCoord().toBigInteger();
  }
}
