// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.EcCurve;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Optional;

/** Which of our curves a JCA parameter specification means. */
final class Curves {
  private Curves() {}

  /** The named curve with these parameters; empty for curves that the JDK or we do not name. */
  static Optional<EcCurve> of(ECParameterSpec spec) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
      parameters.init(spec);
      return EcCurve.ofName(parameters.getParameterSpec(ECGenParameterSpec.class).getName());
    } catch (GeneralSecurityException e) {
      // The JDK encodes only curves that it has a name for.
      return Optional.empty();
    }
  }
}
