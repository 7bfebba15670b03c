// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keys;

import dev.holdfast.model.Digest;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.PssParameters;
import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidParameterSpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;

/**
 * The parameters of RSASSA-PSS as the JCA writes them, and as the identifier of a key's algorithm
 * has them (RFC 4055, section 3.1).
 */
public final class PssKeys {
  private static final String NAME = "RSASSA-PSS";

  private PssKeys() {}

  /** As the JCA writes them. */
  public static PSSParameterSpec javaSpec(PssParameters parameters) {
    return new PSSParameterSpec(
        parameters.digest().jcaName(),
        "MGF1",
        new MGF1ParameterSpec(parameters.mgfDigest().jcaName()),
        parameters.saltLength(),
        PSSParameterSpec.TRAILER_FIELD_BC);
  }

  /**
   * Reads the JCA's form.
   *
   * @throws InvalidAlgorithmParameterException naming what Holdfast does not serve
   */
  public static PssParameters parameters(PSSParameterSpec spec)
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
    return new PssParameters(
        digest(spec.getDigestAlgorithm()), digest(mgf.getDigestAlgorithm()), spec.getSaltLength());
  }

  private static Digest digest(String name) throws InvalidAlgorithmParameterException {
    return Digest.ofJcaName(name)
        .orElseThrow(
            () -> new InvalidAlgorithmParameterException("Holdfast has no digest " + name));
  }

  static boolean isPss(AlgorithmIdentifier algorithm) {
    return algorithm.getAlgorithm().equals(PKCSObjectIdentifiers.id_RSASSA_PSS);
  }

  /** The kind of an RSA key of some bits, whose algorithm is RSASSA-PSS. */
  static KeySpec spec(AlgorithmIdentifier algorithm, int bits) throws InvalidKeyException {
    try {
      if (algorithm.getParameters() == null) {
        return KeySpec.rsaPss(bits);
      }
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(NAME);
      parameters.init(algorithm.getParameters().toASN1Primitive().getEncoded(ASN1Encoding.DER));
      return KeySpec.rsaPss(bits, parameters(parameters.getParameterSpec(PSSParameterSpec.class)));
    } catch (IOException
        | InvalidAlgorithmParameterException
        | InvalidParameterSpecException
        | IllegalArgumentException e) {
      throw new InvalidKeyException(
          "Holdfast keeps no RSASSA-PSS keys of this size or with these parameters", e);
    } catch (NoSuchAlgorithmException e) {
      throw lacking(e);
    }
  }

  /** What identifies the algorithm of keys of a kind; a key that is not bound has no parameters. */
  static AlgorithmIdentifier algorithm(KeySpec spec) {
    if (spec.pss().isEmpty()) {
      return new AlgorithmIdentifier(PKCSObjectIdentifiers.id_RSASSA_PSS);
    }
    try {
      AlgorithmParameters parameters = AlgorithmParameters.getInstance(NAME);
      parameters.init(javaSpec(spec.pss().get()));
      return new AlgorithmIdentifier(
          PKCSObjectIdentifiers.id_RSASSA_PSS,
          ASN1Primitive.fromByteArray(parameters.getEncoded()));
    } catch (NoSuchAlgorithmException e) {
      throw lacking(e);
    } catch (InvalidParameterSpecException | IOException e) {
      throw new IllegalArgumentException("The JDK does not encode " + spec.pss().get(), e);
    }
  }

  private static IllegalStateException lacking(NoSuchAlgorithmException e) {
    return new IllegalStateException("This JDK has no parameters of RSASSA-PSS", e);
  }
}
