// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.Digest;
import dev.holdfast.model.SignScheme;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** Between the JCA's RSASSA-PSS parameters and ours (RFC 8017, appendix A.2.3). */
final class Pss {
  private Pss() {}

  /** What the names that say a digest mean: MGF1 over it, and a salt as long as it. */
  static PSSParameterSpec defaults(Digest digest) {
    return new PSSParameterSpec(
        digest.jcaName(),
        "MGF1",
        new MGF1ParameterSpec(digest.jcaName()),
        digest.length(),
        PSSParameterSpec.TRAILER_FIELD_BC);
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
   * @throws InvalidAlgorithmParameterException naming what Holdfast does not serve
   */
  static SignScheme scheme(PSSParameterSpec spec, int keyBits)
      throws InvalidAlgorithmParameterException {
    if (!spec.getMGFAlgorithm().equalsIgnoreCase("MGF1")
        || !(spec.getMGFParameters() instanceof MGF1ParameterSpec mgf)) {
      throw new InvalidAlgorithmParameterException(
          "RSASSA-PSS is served with MGF1, not " + spec.getMGFAlgorithm());
    }
    if (spec.getTrailerField() != PSSParameterSpec.TRAILER_FIELD_BC) {
      throw new InvalidAlgorithmParameterException(
          "RSASSA-PSS is served with trailer field 1, not " + spec.getTrailerField());
    }
    Digest digest = digest(spec.getDigestAlgorithm());
    // RFC 8017, section 9.1.1: the encoded message has one bit less than the modulus.
    int room = (keyBits - 1 + 7) / 8 - digest.length() - 2;
    if (spec.getSaltLength() > room) {
      throw new InvalidAlgorithmParameterException(
          "A key of "
              + keyBits
              + " bits has room for a salt of "
              + room
              + " bytes beside "
              + digest.jcaName()
              + ", not "
              + spec.getSaltLength());
    }
    return SignScheme.rsaPss(digest, digest(mgf.getDigestAlgorithm()), spec.getSaltLength());
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
