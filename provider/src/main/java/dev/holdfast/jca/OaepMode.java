// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * RSA OAEP (RFC 8017, section 7.1), the private half. A transformation's name gives the digest of
 * the label and the one inside MGF1, and parameters override both.
 */
final class OaepMode extends RsaMode {
  private final OAEPParameterSpec defaults;

  private OAEPParameterSpec spec;
  private CipherScheme scheme;

  OaepMode(String name, Digest digest, Digest mgfDigest) {
    super(name, true);
    this.defaults =
        new OAEPParameterSpec(
            digest.jcaName(),
            "MGF1",
            new MGF1ParameterSpec(mgfDigest.jcaName()),
            PSource.PSpecified.DEFAULT);
  }

  @Override
  void requireDirection(boolean encrypt) throws InvalidKeyException {
    if (encrypt) {
      throw new InvalidKeyException(name() + " encrypts and wraps with a public key");
    }
  }

  @Override
  void set(AlgorithmParameterSpec wanted) throws InvalidAlgorithmParameterException {
    OAEPParameterSpec chosen = defaults;
    if (wanted != null) {
      if (!(wanted instanceof OAEPParameterSpec oaep)) {
        throw new InvalidAlgorithmParameterException(
            name() + " takes an OAEPParameterSpec, not " + wanted.getClass().getName());
      }
      chosen = oaep;
    }
    scheme = scheme(chosen);
    spec = chosen;
  }

  private static CipherScheme scheme(OAEPParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (!spec.getMGFAlgorithm().equalsIgnoreCase("MGF1")
        || !(spec.getMGFParameters() instanceof MGF1ParameterSpec mgf)) {
      throw new InvalidAlgorithmParameterException(
          "OAEP is served with MGF1, not " + spec.getMGFAlgorithm());
    }
    if (!(spec.getPSource() instanceof PSource.PSpecified label)) {
      throw new InvalidAlgorithmParameterException("OAEP takes its label from PSource.PSpecified");
    }
    return new CipherScheme.RsaOaep(
        Pss.digest(spec.getDigestAlgorithm()),
        Pss.digest(mgf.getDigestAlgorithm()),
        label.getValue());
  }

  @Override
  CipherScheme decryption() {
    return scheme;
  }

  @Override
  public AlgorithmParameters parameters() {
    if (spec == null) {
      return null;
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance("OAEP");
      parameters.init(spec);
      return parameters;
    } catch (GeneralSecurityException e) {
      throw new ProviderException("The JDK's OAEP parameters", e);
    }
  }
}
