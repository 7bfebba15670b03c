// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.kms.ManagedKey;
import dev.holdfast.kms.Vault;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeySpec;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.DESedeKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Takes software keys in and gives session handles. The way back does not exist: a key that could
 * be read again would not be kept here.
 */
final class HoldfastSecretKeyFactory extends SecretKeyFactorySpi {
  private final VaultAccess vaults;
  private final KeySpec kind;

  /**
   * @param kind what the keys are for, in whatever size
   */
  HoldfastSecretKeyFactory(VaultAccess vaults, KeySpec kind) {
    this.vaults = vaults;
    this.kind = kind;
  }

  @Override
  protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
    if (key == null) {
      throw new InvalidKeyException("There is no key to translate");
    }
    requireKind(key.getAlgorithm());
    if (key instanceof OpaqueKey) {
      return key;
    }
    byte[] material = "RAW".equals(key.getFormat()) ? key.getEncoded() : null;
    if (material == null) {
      throw new InvalidKeyException(
          "The " + key.getAlgorithm() + " key has no RAW encoding to take in");
    }
    return take(material);
  }

  @Override
  protected SecretKey engineGenerateSecret(java.security.spec.KeySpec spec)
      throws InvalidKeySpecException {
    try {
      if (spec instanceof SecretKeySpec secret) {
        requireKind(secret.getAlgorithm());
        return take(secret.getEncoded());
      }
      if (spec instanceof DESedeKeySpec desEde && kind.equals(KeySpec.desEde())) {
        return take(desEde.getKey());
      }
    } catch (InvalidKeyException e) {
      throw new InvalidKeySpecException(e.getMessage(), e);
    }
    throw new InvalidKeySpecException(
        "A Holdfast key is taken in from a SecretKeySpec, not from "
            + (spec == null ? "null" : spec.getClass().getName()));
  }

  private void requireKind(String algorithm) throws InvalidKeyException {
    try {
      if (KeyImport.kind(algorithm).jcaName().equals(kind.jcaName())) {
        return;
      }
    } catch (NoSuchAlgorithmException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    }
    throw new InvalidKeyException(
        "A factory for " + kind.jcaName() + " takes no " + algorithm + " key");
  }

  private SecretKey take(byte[] material) throws InvalidKeyException {
    try {
      Vault vault = vaults.vault(Optional.empty());
      KeySpec spec = kind.ofSize(material.length * 8);
      ManagedKey taken =
          vault.importSessionKey(spec, spec.type().usages(), material, Optional.empty());
      return (SecretKey) OpaqueKey.of(taken);
    } catch (IllegalArgumentException e) {
      throw new InvalidKeyException(e.getMessage(), e);
    } catch (KeyOperationException e) {
      throw JcaErrors.atInit(e);
    } finally {
      Arrays.fill(material, (byte) 0);
    }
  }

  /** Refuses: what could be read is public, and a secret key has no such part. */
  @Override
  protected java.security.spec.KeySpec engineGetKeySpec(SecretKey key, Class<?> wanted)
      throws InvalidKeySpecException {
    throw new InvalidKeySpecException(
        key instanceof OpaqueKey handle
            ? "Key " + handle.managed().id() + " does not leave Holdfast"
            : "Holdfast takes keys in and gives none out");
  }
}
