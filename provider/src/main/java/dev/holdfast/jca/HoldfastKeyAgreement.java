// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.AgreementRows.Agreement;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.policy.Operation;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.SecretKey;
import javax.crypto.ShortBufferException;
import org.bouncycastle.jcajce.spec.UserKeyingMaterialSpec;

/**
 * ECDH, X25519 and X448. {@code generateSecret("AES")} and the like give a handle, and the secret
 * is not seen outside the backend; {@code generateSecret()} gives its bytes, because protocols are
 * built on them. After either, the same key agrees with the next peer.
 *
 * <p>The names with a key derivation, CMS's, give the handle of a key that wraps another, and never
 * bytes; the secret that it is derived from is wiped.
 */
final class HoldfastKeyAgreement extends KeyAgreementSpi {
  private final AlgorithmTable.Row row;

  private OpaqueKey key;
  private KeyAgreement other;
  private DerivationScheme scheme;

  /** What goes into the key derivation of the names that have one; may be null. */
  private UserKeyingMaterialSpec material;

  HoldfastKeyAgreement(AlgorithmTable.Row row) {
    this.row = row;
  }

  @Override
  protected void engineInit(Key newKey, SecureRandom random) throws InvalidKeyException {
    try {
      engineInit(newKey, null, random);
    } catch (InvalidAlgorithmParameterException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
  }

  @Override
  protected void engineInit(Key newKey, AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    key = null;
    other = null;
    scheme = null;
    material = null;
    if (!(newKey instanceof OpaqueKey handle)) {
      other = Elsewhere.agreement(row.name(), newKey, params, random);
      return;
    }
    UserKeyingMaterialSpec given = material(params);
    handle.require(row.name(), row.keyType(), Operation.DERIVE_SHARED_SECRET);
    if (!row.accepts(handle.spec())) {
      throw new InvalidKeyException(
          row.name() + " does not agree with key " + handle.managed().id() + ", " + handle.spec());
    }
    key = handle;
    material = given;
  }

  private UserKeyingMaterialSpec material(AlgorithmParameterSpec params)
      throws InvalidAlgorithmParameterException {
    if (params == null) {
      return null;
    }
    if (derivation().isPresent() && params instanceof UserKeyingMaterialSpec given) {
      return given;
    }
    throw new InvalidAlgorithmParameterException(
        row.name()
            + (derivation().isPresent()
                ? " takes a UserKeyingMaterialSpec of the Bouncy Castle that Holdfast uses, not "
                : " takes no parameters, and no ")
            + Pss.name(params));
  }

  private Optional<WrapKeyDerivation> derivation() {
    return Optional.ofNullable(((Agreement) row.form()).derivation());
  }

  @Override
  protected Key engineDoPhase(Key peer, boolean lastPhase) throws InvalidKeyException {
    if (other != null) {
      return other.doPhase(peer, lastPhase);
    }
    if (key == null) {
      throw new IllegalStateException(row.name() + " has no key; initialise it first");
    }
    if (scheme != null) {
      throw new IllegalStateException("The other side's key is known already");
    }
    if (!lastPhase) {
      throw new IllegalStateException(row.name() + " is between two: the first phase is the last");
    }
    scheme = PeerKeys.scheme(key, peer);
    return null;
  }

  @Override
  protected byte[] engineGenerateSecret() {
    if (other != null) {
      return other.generateSecret();
    }
    requireReady();
    refuseBytes();
    try {
      return key.derive(scheme);
    } catch (KeyOperationException e) {
      throw failed(e);
    } finally {
      scheme = null;
    }
  }

  @Override
  protected int engineGenerateSecret(byte[] secret, int offset) throws ShortBufferException {
    if (other != null) {
      return other.generateSecret(secret, offset);
    }
    requireReady();
    refuseBytes();
    int length = secretLength();
    if (secret.length - offset < length) {
      throw new ShortBufferException("The secret needs room for " + length + " bytes");
    }
    byte[] made = engineGenerateSecret();
    System.arraycopy(made, 0, secret, offset, made.length);
    Arrays.fill(made, (byte) 0);
    return made.length;
  }

  @Override
  protected SecretKey engineGenerateSecret(String algorithm)
      throws NoSuchAlgorithmException, InvalidKeyException {
    if (other != null) {
      return other.generateSecret(algorithm);
    }
    requireReady();
    SecretKey secret;
    try {
      secret =
          derivation().isPresent()
              ? wrapKey(derivation().get(), WrapKeyDerivation.length(algorithm))
              : DerivedKeys.of(key, scheme, 0, secretLength(), algorithm);
    } catch (KeyOperationException e) {
      throw failed(e);
    }
    // An algorithm that is not known leaves the agreement as it was, to be asked for another.
    scheme = null;
    return secret;
  }

  private SecretKey wrapKey(WrapKeyDerivation derivation, int length)
      throws KeyOperationException, NoSuchAlgorithmException, InvalidKeyException {
    byte[] secret = key.derive(scheme);
    byte[] wrapping = new byte[0];
    try {
      wrapping = WrapKeys.derive(derivation, secret, material, length);
      return (SecretKey) OpaqueKey.of(KeyImport.secret(key.vault(), "AES", wrapping));
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(wrapping, (byte) 0);
    }
  }

  /** How long the derived key is, only its algorithm says. */
  private void refuseBytes() {
    if (derivation().isPresent()) {
      throw new UnsupportedOperationException(
          row.name() + " derives a key for an algorithm; use generateSecret(String)");
    }
  }

  private void requireReady() {
    if (key == null || scheme == null) {
      throw new IllegalStateException(
          row.name() + " has no key or no key of the other side; init and doPhase come first");
    }
  }

  private int secretLength() {
    return key.spec()
        .curve()
        .map(curve -> curve.coordinateLength())
        .orElse((key.spec().bits() + 7) / 8);
  }

  /** {@code generateSecret} has no exception for a key that may no longer be used. */
  private static RuntimeException failed(KeyOperationException e) {
    return e.reason() == Reason.BAD_INPUT
        ? new IllegalStateException(e.getMessage(), e)
        : new ProviderException(e.getMessage(), e);
  }
}
