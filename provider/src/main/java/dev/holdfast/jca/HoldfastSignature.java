// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.SignatureRows.Signing;
import dev.holdfast.model.SignScheme.Kind;
import dev.holdfast.policy.Operation;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;

/**
 * Every signature algorithm. With a handle it signs here, see {@link HandleSigning}; with other
 * keys, public ones among them, it leaves the work to a provider that has them.
 */
final class HoldfastSignature extends SignatureSpi {
  /** Bytes of an Ed25519 and of an Ed448 signature (RFC 8032, sections 5.1.6 and 5.2.6). */
  private static final Set<Integer> EDDSA_LENGTHS = Set.of(64, 114);

  /** Kinds that take a context, and its longest, in bytes: RFC 8032, FIPS 204 and 205. */
  private static final Set<Kind> CONTEXTUAL = EnumSet.of(Kind.EDDSA, Kind.ML_DSA, Kind.SLH_DSA);

  private static final int LONGEST_CONTEXT = 255;

  private final String name;
  private final Signing form;

  /** Null until the caller sets them, unless the name says them. */
  private AlgorithmParameterSpec params;

  private SignatureUse use;

  HoldfastSignature(String name, Signing form) {
    this.name = name;
    this.form = form;
    this.params =
        form.kind() == Kind.RSA_PSS && form.digest() != null ? Pss.defaults(form.digest()) : null;
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    use = null;
    if (!(privateKey instanceof OpaqueKey handle)) {
      use = SoftwareSignatures.signer(nameElsewhere(), form, params, privateKey, appRandom);
      return;
    }
    handle.require(name, form.kind()::takes, form.kind().keyType(), Operation.SIGN);
    if (!form.accepts(handle.spec())) {
      throw new InvalidKeyException(
          name + " is not for key " + handle.managed().id() + ", which is " + handle.spec());
    }
    try {
      use = new HandleSigning(name, form, handle, params);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("Key does not fit the parameters: " + e.getMessage(), e);
    }
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    use = null;
    use = SoftwareSignatures.verifier(nameElsewhere(), form, params, publicKey);
  }

  /** The names with "andMGF1" are not the JDK's; it has one name and parameters. */
  private String nameElsewhere() {
    return form.kind() == Kind.RSA_PSS ? "RSASSA-PSS" : name;
  }

  private SignatureUse use() throws SignatureException {
    if (use == null) {
      throw new SignatureException(name + " has no key; initialise it first");
    }
    return use;
  }

  @Override
  protected void engineUpdate(byte b) throws SignatureException {
    use().update(new byte[] {b}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] in, int offset, int length) throws SignatureException {
    use().update(in, offset, length);
  }

  @Override
  protected void engineUpdate(ByteBuffer in) {
    try {
      use().update(in);
    } catch (SignatureException e) {
      // The signature of this method leaves no other way; SignatureSpi's own does the same.
      throw new ProviderException("update() failed: " + e.getMessage(), e);
    }
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    return use().sign();
  }

  @Override
  protected boolean engineVerify(byte[] signature) throws SignatureException {
    // Asked in any case, so that the message ends. SunEC of JDK 17 takes what is longer, too.
    boolean valid = use().verify(signature);
    return valid && (form.kind() != Kind.EDDSA || EDDSA_LENGTHS.contains(signature.length));
  }

  @Override
  protected boolean engineVerify(byte[] signature, int offset, int length)
      throws SignatureException {
    return engineVerify(Arrays.copyOfRange(signature, offset, offset + length));
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (spec == null && form.kind() != Kind.RSA_PSS) {
      return;
    }
    AlgorithmParameterSpec wanted = fitting(spec);
    if (use != null) {
      use.setParameter(wanted);
    }
    // ECDSA callers may repeat the key's curve, as X.509 algorithm identifiers do; it binds nobody.
    params = form.kind() == Kind.ECDSA ? params : wanted;
  }

  /** What the algorithm can have for parameters at all, whatever the key. */
  private AlgorithmParameterSpec fitting(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (form.kind() == Kind.RSA_PSS) {
      PSSParameterSpec wanted = Pss.parameters(spec);
      if (form.digest() != null && Pss.digest(wanted.getDigestAlgorithm()) != form.digest()) {
        throw new InvalidAlgorithmParameterException(
            name
                + " digests with "
                + form.digest().jcaName()
                + ", not "
                + wanted.getDigestAlgorithm());
      }
      return wanted;
    }
    if (spec instanceof ContextParameterSpec context && CONTEXTUAL.contains(form.kind())) {
      return fitting(context);
    }
    if ((form.kind() == Kind.EDDSA && spec instanceof EdDSAParameterSpec)
        || (form.kind() == Kind.ECDSA && spec instanceof ECParameterSpec)) {
      return spec;
    }
    throw new InvalidAlgorithmParameterException(name + " takes no " + Pss.name(spec));
  }

  /** Bouncy Castle's class; for EdDSA the JDK has one of its own, which other providers know. */
  private AlgorithmParameterSpec fitting(ContextParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    byte[] context = spec.getContext();
    if (context.length > LONGEST_CONTEXT) {
      throw new InvalidAlgorithmParameterException(
          name
              + " takes a context of "
              + LONGEST_CONTEXT
              + " bytes at most, not "
              + context.length);
    }
    if (form.kind() != Kind.EDDSA) {
      return spec;
    }
    return context.length == 0
        ? new EdDSAParameterSpec(false)
        : new EdDSAParameterSpec(false, context);
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    if (use instanceof ElsewhereSignature elsewhere) {
      return elsewhere.other().getParameters();
    }
    return params instanceof PSSParameterSpec pss ? Pss.encoded(pss) : null;
  }

  @Deprecated
  @Override
  protected void engineSetParameter(String parameter, Object value) {
    throw new UnsupportedOperationException("Set a parameter specification instead");
  }

  @Deprecated
  @Override
  protected Object engineGetParameter(String parameter) {
    throw new UnsupportedOperationException("Get the algorithm parameters instead");
  }
}
