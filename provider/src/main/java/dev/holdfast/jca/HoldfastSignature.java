// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.SignScheme;
import dev.holdfast.model.SignScheme.Kind;
import dev.holdfast.policy.Operation;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;

/**
 * Every signature algorithm. The message is digested here, by the JVM's own digest, and the backend
 * sees the digest once, at {@code sign}.
 */
final class HoldfastSignature extends SignatureSpi {
  /** The longest digest that the JDK's NONEwithECDSA takes. */
  private static final int RAW_ECDSA_MAX = 64;

  /** Bytes that PKCS #1 v1.5 padding needs at least (RFC 8017, section 9.2). */
  private static final int PKCS1_OVERHEAD = 11;

  private final String name;
  private final Kind kind;
  private final Digest fixed;
  private final InputBuffer raw = new InputBuffer();

  private PSSParameterSpec pss;
  private OpaqueKey key;
  private SignScheme scheme;
  private MessageDigest digest;
  private boolean updated;
  private Signature other;

  /**
   * @param fixed the digest that the name says; null for NONEwith… and for RSASSA-PSS
   */
  HoldfastSignature(String name, Kind kind, Digest fixed) {
    this.name = name;
    this.kind = kind;
    this.fixed = fixed;
    this.pss = kind == Kind.RSA_PSS && fixed != null ? Pss.defaults(fixed) : null;
  }

  @Override
  protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
    forgetKey();
    if (!(privateKey instanceof OpaqueKey handle)) {
      other = Elsewhere.signer(nameElsewhere(), pss, privateKey, appRandom);
      return;
    }
    handle.require(name, kind.keyType(), Operation.SIGN);
    try {
      choose(handle, pss);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException("Key does not fit the parameters: " + e.getMessage(), e);
    }
    key = handle;
  }

  @Override
  protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
    forgetKey();
    other = Elsewhere.verifier(nameElsewhere(), pss, publicKey);
  }

  /** The names with "andMGF1" are not the JDK's; it has one name and parameters. */
  private String nameElsewhere() {
    return kind == Kind.RSA_PSS ? "RSASSA-PSS" : name;
  }

  private void choose(OpaqueKey handle, PSSParameterSpec parameters)
      throws InvalidAlgorithmParameterException {
    SignScheme chosen =
        switch (kind) {
          case ECDSA -> SignScheme.ecdsa();
          case RSA_RAW -> SignScheme.rsaRaw();
          case RSA_PKCS1 -> fixed == null ? SignScheme.rsaPkcs1Raw() : SignScheme.rsaPkcs1(fixed);
          case RSA_PSS -> parameters == null ? null : Pss.scheme(parameters, handle.spec().bits());
          case EDDSA -> SignScheme.eddsa();
          case ML_DSA -> SignScheme.mlDsa();
          case SLH_DSA -> SignScheme.slhDsa();
        };
    Digest wanted = fixed;
    if (chosen != null && kind == Kind.RSA_PSS) {
      wanted = chosen.digest().orElseThrow();
    }
    digest = wanted == null ? null : newDigest(wanted);
    scheme = chosen;
  }

  private static MessageDigest newDigest(Digest digest) {
    try {
      return MessageDigest.getInstance(digest.jcaName());
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("This JVM has no " + digest.jcaName(), e);
    }
  }

  @Override
  protected void engineUpdate(byte b) throws SignatureException {
    engineUpdate(new byte[] {b}, 0, 1);
  }

  @Override
  protected void engineUpdate(byte[] in, int offset, int length) throws SignatureException {
    if (other != null) {
      other.update(in, offset, length);
      return;
    }
    requireReady();
    updated = true;
    if (digest != null) {
      digest.update(in, offset, length);
    } else if (raw.size() <= rawLimit()) {
      // One byte too many is kept as the mark of a message that sign refuses.
      raw.append(in, offset, Math.min(length, rawLimit() + 1 - raw.size()));
    }
  }

  @Override
  protected void engineUpdate(ByteBuffer in) {
    try {
      if (other != null) {
        other.update(in);
      } else if (digest != null) {
        requireReady();
        updated = true;
        digest.update(in);
      } else {
        byte[] bytes = new byte[in.remaining()];
        in.get(bytes);
        engineUpdate(bytes, 0, bytes.length);
      }
    } catch (SignatureException e) {
      // The signature of this method leaves no other way; SignatureSpi's own does the same.
      throw new ProviderException("update() failed: " + e.getMessage(), e);
    }
  }

  @Override
  protected byte[] engineSign() throws SignatureException {
    if (other != null) {
      return other.sign();
    }
    try {
      requireReady();
      return key.sign(scheme, digest == null ? rawInput() : digest.digest());
    } catch (KeyOperationException e) {
      throw JcaErrors.atSign(e);
    } finally {
      restart();
    }
  }

  @Override
  protected boolean engineVerify(byte[] signature) throws SignatureException {
    if (other == null) {
      throw new SignatureException("Not initialised for verification");
    }
    return other.verify(signature);
  }

  @Override
  protected boolean engineVerify(byte[] signature, int offset, int length)
      throws SignatureException {
    return engineVerify(Arrays.copyOfRange(signature, offset, offset + length));
  }

  private byte[] rawInput() throws SignatureException {
    if (raw.size() > rawLimit()) {
      throw new SignatureException(
          name + " with key " + key.managed().id() + " takes " + rawLimit() + " bytes at most");
    }
    return raw.copy();
  }

  private int rawLimit() {
    return kind == Kind.ECDSA ? RAW_ECDSA_MAX : key.spec().bits() / 8 - PKCS1_OVERHEAD;
  }

  private void requireReady() throws SignatureException {
    if (key == null) {
      throw new SignatureException(name + " has no key; initialise it first");
    }
    if (scheme == null) {
      throw new SignatureException("RSASSA-PSS needs parameters; set a PSSParameterSpec first");
    }
  }

  private void forgetKey() {
    key = null;
    other = null;
    scheme = null;
    restart();
    digest = null;
  }

  private void restart() {
    raw.clear();
    updated = false;
    if (digest != null) {
      digest.reset();
    }
  }

  @Override
  protected void engineSetParameter(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (kind != Kind.RSA_PSS) {
      requireNothingNew(spec);
      return;
    }
    PSSParameterSpec wanted = Pss.parameters(spec);
    if (fixed != null && Pss.digest(wanted.getDigestAlgorithm()) != fixed) {
      throw new InvalidAlgorithmParameterException(
          name + " digests with " + fixed.jcaName() + ", not " + wanted.getDigestAlgorithm());
    }
    if (updated) {
      throw new ProviderException("Parameters cannot change within a message");
    }
    if (other != null) {
      other.setParameter(wanted);
    } else if (key != null) {
      choose(key, wanted);
    }
    pss = wanted;
  }

  /** ECDSA callers may repeat the key's curve, as X.509 algorithm identifiers do. */
  private void requireNothingNew(AlgorithmParameterSpec spec)
      throws InvalidAlgorithmParameterException {
    if (spec == null) {
      return;
    }
    if (other != null) {
      other.setParameter(spec);
    } else if (kind != Kind.ECDSA || !(spec instanceof ECParameterSpec curve)) {
      throw new InvalidAlgorithmParameterException(name + " takes no parameters");
    } else if (key != null && !Curves.of(curve).equals(key.spec().curve())) {
      throw new InvalidAlgorithmParameterException(
          "Key " + key.managed().id() + " is on another curve than the parameters");
    }
  }

  @Override
  protected AlgorithmParameters engineGetParameters() {
    if (other != null) {
      return other.getParameters();
    }
    return pss == null ? null : Pss.encoded(pss);
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
