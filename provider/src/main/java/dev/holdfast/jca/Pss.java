// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.keys.PssKeys;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.PssParameters;
import dev.holdfast.model.SignScheme;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Between the JCA's RSASSA-PSS parameters and ours (RFC 8017, appendix A.2.3). */
final class Pss {
  private Pss() {}

  /** What the names that say a digest mean: MGF1 over it, and a salt as long as it. */
  static PSSParameterSpec defaults(Digest digest) {
    return PssKeys.javaSpec(new PssParameters(digest, digest, digest.length()));
  }

  /** Any PSS parameters: before the key is known, another provider may have to honour them. */
  static PSSParameterSpec parameters(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (spec instanceof PSSParameterSpec pss) {
      return pss;
    }
    throw new InvalidAlgorithmParameterException(
        "RSASSA-PSS takes a PSSParameterSpec, not " + name(spec));
  }

  /**
   * The scheme for a key of ours.
   *
   * @throws InvalidAlgorithmParameterException naming what Holdfast does not serve, or the key is
   *     not for
   */
  static SignScheme scheme(PSSParameterSpec spec, KeySpec key)
      throws InvalidAlgorithmParameterException {
    PssParameters wanted = PssKeys.parameters(spec);
    Digest digest = wanted.digest();
    // RFC 8017, section 9.1.1: the encoded message has one bit less than the modulus.
    int room = (key.bits() - 1 + 7) / 8 - digest.length() - 2;
    if (wanted.saltLength() > room) {
      throw new InvalidAlgorithmParameterException(
          "A key of "
              + key.bits()
              + " bits has room for a salt of "
              + room
              + " bytes beside "
              + digest.jcaName()
              + ", not "
              + wanted.saltLength());
    }
    SignScheme scheme = SignScheme.rsaPss(wanted);
    if (!scheme.fits(key)) {
      throw new InvalidAlgorithmParameterException(
          "A key that is bound to " + key.pss().orElseThrow() + " does not sign by " + wanted);
    }
    return scheme;
  }

  static AlgorithmParameters encoded(PSSParameterSpec spec) {
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("RSASSA-PSS");
      parameters.init(spec);
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("The JDK's RSASSA-PSS parameters", e);
    }
  }

  static Digest digest(String name) throws InvalidAlgorithmParameterException {
    return Digest.ofJcaName(name)
        .orElseThrow(
            () -> new InvalidAlgorithmParameterException("Holdfast has no digest " + name));
  }

  static String name(AlgorithmParameterSpec spec) {
    return spec == null ? "null" : spec.getClass().getName();
  }
}
