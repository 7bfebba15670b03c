// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyType;
import dev.holdfast.policy.Operation;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.BadPaddingException;
import javax.crypto.IllegalBlockSizeException;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/**
 * RSA OAEP (RFC 8017, section 7.1), the private half. As in the JDK, a transformation's name gives
 * the digest of the label and leaves MGF1 at SHA-1, and parameters override both.
 */
final class OaepMode implements CipherMode {
  private final String name;
  private final OAEPParameterSpec defaults;

  private OpaqueKey key;
  private OAEPParameterSpec spec;
  private CipherScheme scheme;

  OaepMode(String name, Digest digest) {
    this.name = name;
    this.defaults =
        new OAEPParameterSpec(
            digest.jcaName(), "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
  }

  @Override
  public int blockSize() {
    return 0;
  }

  @Override
  public Class<? extends AlgorithmParameterSpec> parameterClass() {
    return OAEPParameterSpec.class;
  }

  @Override
  public void init(
      OpaqueKey handle, boolean encrypting, AlgorithmParameterSpec wanted, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    key = null;
    if (encrypting) {
      throw new InvalidKeyException(name + " encrypts and wraps with a public key");
    }
    handle.require(name, KeyType.RSA, Operation.DECRYPT);
    OAEPParameterSpec chosen = defaults;
    if (wanted != null) {
      if (!(wanted instanceof OAEPParameterSpec oaep)) {
        throw new InvalidAlgorithmParameterException(
            name + " takes an OAEPParameterSpec, not " + wanted.getClass().getName());
      }
      chosen = oaep;
    }
    scheme = scheme(chosen);
    spec = chosen;
    key = handle;
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
  public byte[] iv() {
    return null;
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

  @Override
  public int outputSize(int inputLength) {
    return key == null ? 0 : modulusLength();
  }

  private int modulusLength() {
    return key.spec().bits() / 8;
  }

  @Override
  public void requireReady() {
    if (key == null) {
      throw new IllegalStateException(name + " has no key; initialise it first");
    }
  }

  @Override
  public void updateAad(byte[] in, int offset, int length) {
    throw new UnsupportedOperationException(name + " takes no additional authenticated data");
  }

  @Override
  public byte[] finish(byte[] in, int offset, int length)
      throws KeyOperationException, IllegalBlockSizeException, BadPaddingException {
    if (length > modulusLength()) {
      throw new IllegalBlockSizeException(
          "Data must not be longer than " + modulusLength() + " bytes");
    }
    if (length < modulusLength()) {
      throw new BadPaddingException(
          "The ciphertext has " + length + " bytes, not the key's " + modulusLength());
    }
    return key.decrypt(scheme, in, offset, length);
  }

  @Override
  public void reset() {
    // Nothing is kept between messages.
  }
}
