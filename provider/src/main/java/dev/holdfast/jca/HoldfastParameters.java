// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.AlgorithmParametersSpi;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidParameterSpecException;

/**
 * Parameters that the JDK has no form for, in Bouncy Castle's (RFC 5084 for CCM), which need not be
 * registered.
 */
final class HoldfastParameters extends AlgorithmParametersSpi {
  private final AlgorithmParameters form;

  HoldfastParameters(String name) {
    this.form = bouncyCastle(name);
  }

  /** Bouncy Castle's own. */
  static AlgorithmParameters bouncyCastle(String name) {
    try {
      return AlgorithmParameters.getInstance(name, OwnBouncyCastle.provider());
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("Bouncy Castle has no parameters of " + name, e);
    }
  }

  @Override
  protected void engineInit(AlgorithmParameterSpec spec) throws InvalidParameterSpecException {
    if (spec == null) {
      throw new InvalidParameterSpecException("There are no parameters to take");
    }
    form.init(spec);
  }

  @Override
  protected void engineInit(byte[] encoded) throws IOException {
    form.init(encoded);
  }

  @Override
  protected void engineInit(byte[] encoded, String format) throws IOException {
    form.init(encoded, format);
  }

  @Override
  protected <T extends AlgorithmParameterSpec> T engineGetParameterSpec(Class<T> type)
      throws InvalidParameterSpecException {
    return form.getParameterSpec(type);
  }

  @Override
  protected byte[] engineGetEncoded() throws IOException {
    return form.getEncoded();
  }

  @Override
  protected byte[] engineGetEncoded(String format) throws IOException {
    return form.getEncoded(format);
  }

  @Override
  protected String engineToString() {
    return form.toString();
  }
}
