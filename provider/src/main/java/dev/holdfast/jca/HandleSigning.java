// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.SignatureRows.Signing;
import dev.holdfast.keys.EcParameters;
import dev.holdfast.model.Digest;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.SignScheme;
import dev.holdfast.model.SignScheme.Kind;
import java.nio.ByteBuffer;
import java.security.InvalidAlgorithmParameterException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SignatureException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.EdDSAParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Optional;
import org.bouncycastle.jcajce.spec.ContextParameterSpec;

/**
 * Signs with a key of ours. The message is digested here, by the JVM's own digest, and the backend
 * sees the digest once, at {@code sign}; where the algorithm or the backend signs messages, it is
 * kept until then, up to what the vault allows.
 */
final class HandleSigning implements SignatureUse {
  /** The longest digest that the JDK's NONEwithECDSA takes. */
  private static final int RAW_ECDSA_MAX = 64;

  /** Bytes that PKCS #1 v1.5 padding needs at least (RFC 8017, section 9.2). */
  private static final int PKCS1_OVERHEAD = 11;

  private final String name;
  private final Signing form;
  private final OpaqueKey key;
  private final InputBuffer raw = new InputBuffer();

  /** Null as long as RSASSA-PSS has no parameters. */
  private SignScheme scheme;

  /** Null where the bytes given are signed as they are, or hashed by the backend. */
  private MessageDigest digest;

  /** Whether the backend hashes. */
  private boolean hashedThere;

  private boolean updated;

  /**
   * @param params null for none
   * @throws InvalidAlgorithmParameterException if the key does not sign with these parameters, or
   *     its backend does not sign that way
   */
  HandleSigning(String name, Signing form, OpaqueKey key, AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    this.name = name;
    this.form = form;
    this.key = key;
    choose(params);
  }

  private void choose(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
    SignScheme chosen = scheme(params);
    boolean messages = requireOffered(chosen);
    scheme = chosen;
    hashedThere = messages;
    Optional<Digest> wanted = chosen == null ? Optional.empty() : chosen.digest();
    digest = messages ? null : wanted.map(HandleSigning::newDigest).orElse(null);
  }

  private SignScheme scheme(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    return switch (form.kind()) {
      case RSA_PKCS1 ->
          form.digest() == null ? SignScheme.rsaPkcs1Raw() : SignScheme.rsaPkcs1(form.digest());
      case RSA_RAW -> SignScheme.rsaRaw();
      case RSA_PSS -> params == null ? null : Pss.scheme((PSSParameterSpec) params, key.spec());
      case ECDSA -> ecdsa(params);
      case EDDSA -> eddsa(params);
      case ML_DSA -> SignScheme.mlDsa(context(params));
      case ML_DSA_MU -> SignScheme.mlDsaMu();
      case SLH_DSA -> SignScheme.slhDsa(context(params));
    };
  }

  private SignScheme ecdsa(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (params != null
        && !EcParameters.curve((ECParameterSpec) params).equals(key.spec().curve())) {
      throw new InvalidAlgorithmParameterException(
          "Key " + key.managed().id() + " is on another curve than the parameters");
    }
    return form.digest() == null ? SignScheme.ecdsa() : SignScheme.ecdsa(form.digest());
  }

  private static SignScheme eddsa(AlgorithmParameterSpec params) {
    return params instanceof EdDSAParameterSpec edwards
        ? SignScheme.eddsa(edwards.isPrehash(), edwards.getContext().orElse(new byte[0]))
        : SignScheme.eddsa(false, context(params));
  }

  /** Whose length was looked at when the parameters were set. */
  private static byte[] context(AlgorithmParameterSpec params) {
    return params == null ? new byte[0] : ((ContextParameterSpec) params).getContext();
  }

  /**
   * @return whether the backend wants the message and not its digest
   */
  private boolean requireOffered(SignScheme chosen) throws InvalidAlgorithmParameterException {
    if (chosen == null) {
      return false;
    }
    try {
      key.managed().requireOffered(chosen);
      return key.managed().wantsMessage(chosen);
    } catch (KeyOperationException e) {
      if (e.reason() == Reason.UNSUPPORTED) {
        throw new InvalidAlgorithmParameterException(e.getMessage(), e);
      }
      throw JcaErrors.unchecked(e);
    }
  }

  private static MessageDigest newDigest(Digest digest) {
    try {
      return MessageDigest.getInstance(digest.jcaName());
    } catch (NoSuchAlgorithmException e) {
      throw new ProviderException("This JVM has no " + digest.jcaName(), e);
    }
  }

  @Override
  public void update(byte[] in, int offset, int length) throws SignatureException {
    requireReady();
    updated = true;
    if (digest != null) {
      digest.update(in, offset, length);
    } else if (raw.size() <= rawLimit()) {
      // One byte too many is kept as the mark of a message that sign refuses.
      raw.append(in, offset, (int) Math.min(length, rawLimit() + 1 - raw.size()));
    }
  }

  @Override
  public void update(ByteBuffer in) throws SignatureException {
    if (digest == null) {
      byte[] bytes = new byte[in.remaining()];
      in.get(bytes);
      update(bytes, 0, bytes.length);
    } else {
      requireReady();
      updated = true;
      digest.update(in);
    }
  }

  @Override
  public byte[] sign() throws SignatureException {
    try {
      requireReady();
      byte[] signature = signature();
      return form.fixedWidth()
          ? EcdsaForm.fixedWidth(key.spec().curve().orElseThrow(), signature)
          : signature;
    } catch (KeyOperationException e) {
      throw JcaErrors.atSign(e);
    } finally {
      restart();
    }
  }

  private byte[] signature() throws SignatureException, KeyOperationException {
    if (digest != null) {
      return key.sign(scheme, digest.digest());
    }
    requireRoom();
    return hashedThere
        ? key.signMessage(scheme, raw.array(), 0, raw.size())
        : key.sign(scheme, raw.copy());
  }

  @Override
  public boolean verify(byte[] signature) throws SignatureException {
    throw new SignatureException("Not initialised for verification");
  }

  private void requireRoom() throws SignatureException {
    if (raw.size() > rawLimit()) {
      throw new SignatureException(
          name
              + " with key "
              + key.managed().id()
              + " takes "
              + rawLimit()
              + " bytes at most"
              + (takesMessages()
                  ? ", since the backend signs messages as a whole; set maxMessage higher"
                  : ""));
    }
  }

  private boolean takesMessages() {
    return hashedThere || form.kind().takesMessage();
  }

  private long rawLimit() {
    if (takesMessages()) {
      return key.vault().maxMessage();
    }
    return form.kind() == Kind.ECDSA ? RAW_ECDSA_MAX : key.spec().bits() / 8 - PKCS1_OVERHEAD;
  }

  private void requireReady() throws SignatureException {
    if (scheme == null) {
      throw new SignatureException("RSASSA-PSS needs parameters; set a PSSParameterSpec first");
    }
  }

  private void restart() {
    raw.clear();
    updated = false;
    if (digest != null) {
      digest.reset();
    }
  }

  @Override
  public void setParameter(AlgorithmParameterSpec spec) throws InvalidAlgorithmParameterException {
    if (updated) {
      throw new ProviderException("Parameters cannot change within a message");
    }
    choose(spec);
  }
}
