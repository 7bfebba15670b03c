// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.SignatureRows.Signing;
import dev.holdfast.model.SignScheme.Kind;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;

/**
 * Signatures by keys that are not ours: any provider's that takes them, and where there is none,
 * Bouncy Castle's.
 */
final class SoftwareSignatures {
  private SoftwareSignatures() {}

  static SignatureUse verifier(
      String name, Signing form, AlgorithmParameterSpec params, PublicKey key)
      throws InvalidKeyException {
    if (key != null && (form.acceptsPublic(key) || CastleSignature.isBetter(form, key))) {
      return CastleSignature.verifier(form, params, key);
    }
    try {
      return new ElsewhereSignature(Elsewhere.verifier(name, params, key));
    } catch (InvalidKeyException e) {
      return otherwise(key, form, params, e, () -> CastleSignature.verifier(form, null, key));
    }
  }

  /**
   * @param random may be null
   */
  static SignatureUse signer(
      String name, Signing form, AlgorithmParameterSpec params, PrivateKey key, SecureRandom random)
      throws InvalidKeyException {
    if (CastleSignature.takesContext(form) && key != null && "PKCS#8".equals(key.getFormat())) {
      return CastleSignature.signer(form, params, key);
    }
    try {
      return new ElsewhereSignature(Elsewhere.signer(name, params, key, random));
    } catch (InvalidKeyException e) {
      return otherwise(key, form, params, e, () -> CastleSignature.signer(form, null, key));
    }
  }

  private interface Attempt {
    SignatureUse make() throws InvalidKeyException;
  }

  /** Tries Bouncy Castle where it can know more; if not, the first refusal is the one to tell. */
  private static SignatureUse otherwise(
      Key key,
      Signing form,
      AlgorithmParameterSpec params,
      InvalidKeyException first,
      Attempt attempt)
      throws InvalidKeyException {
    if (key == null
        || form.kind() == Kind.RSA_PKCS1
        || form.kind() == Kind.RSA_PSS
        || params != null) {
      throw first;
    }
    try {
      return attempt.make();
    } catch (InvalidKeyException e) {
      first.addSuppressed(e);
      throw first;
    }
  }
}
