// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.SignatureRows.Signing;
import dev.holdfast.keys.EcParameters;
import dev.holdfast.keys.Factories;
import dev.holdfast.keys.PrivateHalf;
import dev.holdfast.keys.PublicKeys;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.model.SignScheme.Kind;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;

/**
 * Signs or verifies with Bouncy Castle, for software keys that no provider of the JDK serves: on
 * secp256k1 and brainpool, of algorithms newer than the JDK, or with a digest that it lacks.
 */
final class CastleSignature implements SignatureUse {
  private final Signing form;
  private final Optional<EcCurve> curve;
  private final Signature castle;

  /** The digest of ECDSA; null where the message itself is signed. */
  private final MessageDigest digest;

  private CastleSignature(Signing form, KeySpec spec) throws GeneralSecurityException {
    this.form = form;
    this.curve = spec.curve();
    String name =
        form.kind() == Kind.ECDSA
            ? "NONEwithECDSA"
            : spec.parameterSet().map(ParameterSet::jcaName).orElseThrow();
    this.castle = Signature.getInstance(name, Factories.bouncyCastle());
    this.digest = form.digest() == null ? null : MessageDigest.getInstance(form.digest().jcaName());
  }

  /** Whether the JDK cannot verify with a key that goes with an algorithm. */
  static boolean isNeeded(Signing form, PublicKey key) {
    try {
      KeySpec spec = PublicKeys.specOf(key);
      boolean known =
          spec.curve().map(EcCurve::isNist).orElseGet(() -> Factories.jdkKnows(spec.jcaName()));
      return !known && fits(form, spec);
    } catch (InvalidKeyException e) {
      // A key of a kind that we do not have: not for us.
      return false;
    }
  }

  /**
   * Whether to verify here though the JDK can: SunEC of JDK 17 refuses some valid ECDSA signatures
   * and accepts some malformed ones (Wycheproof's ArithmeticError and MissingZero), and the JDK's
   * ML-DSA takes no context.
   */
  static boolean isBetter(Signing form, PublicKey key) {
    try {
      return (form.kind() == Kind.ECDSA || takesContext(form))
          && fits(form, PublicKeys.specOf(key));
    } catch (InvalidKeyException e) {
      // A key of a kind that we do not have: not for us.
      return false;
    }
  }

  /** Whether messages can be signed in a context, which the JDK has no parameters for. */
  static boolean takesContext(Signing form) {
    return form.kind() == Kind.ML_DSA || form.kind() == Kind.SLH_DSA;
  }

  private static boolean fits(Signing form, KeySpec spec) {
    return spec.type() == form.kind().keyType() && form.accepts(spec);
  }

  /**
   * A verifier.
   *
   * @param params null for none
   * @throws InvalidKeyException if Bouncy Castle cannot verify that with this key either
   */
  static SignatureUse verifier(Signing form, AlgorithmParameterSpec params, PublicKey key)
      throws InvalidKeyException {
    KeySpec spec = PublicKeys.specOf(key);
    try {
      CastleSignature use = fitting(form, spec);
      use.castle.initVerify(
          KeyFactory.getInstance(spec.jcaName(), Factories.bouncyCastle())
              .generatePublic(new X509EncodedKeySpec(key.getEncoded())));
      return use.with(params);
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("Bouncy Castle does not take the " + spec + " public key", e);
    }
  }

  /**
   * A signer, for a key that is software.
   *
   * @param params null for none
   */
  static SignatureUse signer(Signing form, AlgorithmParameterSpec params, PrivateKey key)
      throws InvalidKeyException {
    byte[] pkcs8 = "PKCS#8".equals(key.getFormat()) ? key.getEncoded() : null;
    if (pkcs8 == null) {
      throw new InvalidKeyException("The " + key.getAlgorithm() + " key has no encoding");
    }
    try {
      KeySpec spec = PrivateHalf.of(pkcs8).spec();
      CastleSignature use = fitting(form, spec);
      use.castle.initSign(
          KeyFactory.getInstance(spec.jcaName(), Factories.bouncyCastle())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
      return use.with(params);
    } catch (InvalidKeyException e) {
      throw e;
    } catch (GeneralSecurityException e) {
      throw new InvalidKeyException("Bouncy Castle does not take the private key", e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private static CastleSignature fitting(Signing form, KeySpec spec)
      throws GeneralSecurityException {
    if (!fits(form, spec)) {
      throw new InvalidKeyException("A " + spec + " key does not go with the algorithm");
    }
    return new CastleSignature(form, spec);
  }

  private CastleSignature with(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (params != null) {
      setParameter(params);
    }
    return this;
  }

  @Override
  public void update(byte[] in, int offset, int length) throws SignatureException {
    if (digest == null) {
      castle.update(in, offset, length);
    } else {
      digest.update(in, offset, length);
    }
  }

  @Override
  public void update(ByteBuffer in) throws SignatureException {
    if (digest == null) {
      castle.update(in);
    } else {
      digest.update(in);
    }
  }

  @Override
  public byte[] sign() throws SignatureException {
    finishDigest();
    byte[] signature = castle.sign();
    return form.fixedWidth() ? EcdsaForm.fixedWidth(curve.orElseThrow(), signature) : signature;
  }

  @Override
  public boolean verify(byte[] signature) throws SignatureException {
    finishDigest();
    if (!form.fixedWidth()) {
      return castle.verify(signature);
    }
    byte[] der;
    try {
      der = EcdsaForm.der(curve.orElseThrow(), signature);
    } catch (SignatureException e) {
      // Bytes side by side are no encoding that could be wrong: SunEC says that they do not verify.
      endMessage();
      return false;
    }
    return castle.verify(der);
  }

  private void endMessage() {
    try {
      castle.verify(new byte[0]);
    } catch (SignatureException e) {
      // That is what ends the message.
      return;
    }
  }

  private void finishDigest() throws SignatureException {
    if (digest != null) {
      castle.update(digest.digest());
    }
  }

  @Override
  public void setParameter(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (spec instanceof ContextParameterSpec && takesContext(form)) {
      castle.setParameter(spec);
      return;
    }
    if (!(spec instanceof ECParameterSpec parameters)
        || curve.isEmpty()
        || !EcParameters.curve(parameters).equals(curve)) {
      throw new InvalidAlgorithmParameterException(
          "The key is served without parameters, and not with " + Pss.name(spec));
    }
  }
}
