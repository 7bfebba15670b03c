// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.jca.FactoryRows.Taking;
import dev.holdfast.keys.Factories;
import dev.holdfast.keys.PublicKeys;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.model.KeyOperationException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;

/**
 * Takes private keys in, as session keys that cannot be read; public keys stay ordinary ones.
 *
 * <p>Hidden from callers that do not name the provider, as generators are: programs parse the keys
 * of files and of peers this way and want them as they are.
 */
final class HoldfastKeyFactory extends KeyFactorySpi {
  private final VaultAccess vaults;
  private final String name;
  private final Taking form;

  HoldfastKeyFactory(VaultAccess vaults, String name, Taking form) {
    this.vaults = vaults;
    this.name = name;
    this.form = form;
  }

  @Override
  protected PublicKey engineGeneratePublic(KeySpec keySpec) throws InvalidKeySpecException {
    PublicKey key = software(factory -> factory.generatePublic(keySpec), name(keySpec));
    if (key instanceof ECPublicKey && keySpec instanceof X509EncodedKeySpec encoded) {
      // Refuses a curve that is spelled out (RFC 5480, section 2.1.1), which other readers take.
      return PublicKeys.of(encoded.getEncoded());
    }
    return key;
  }

  @Override
  protected PrivateKey engineGeneratePrivate(KeySpec keySpec) throws InvalidKeySpecException {
    if (keySpec instanceof ECPrivateKeySpec ec && ec.getS().signum() < 0) {
      // The JDK's factory makes another number of it.
      throw new InvalidKeySpecException("The private number of an EC key is positive");
    }
    PrivateKey software = software(factory -> factory.generatePrivate(keySpec), name(keySpec));
    try {
      return taken(software);
    } catch (InvalidKeyException e) {
      throw new InvalidKeySpecException(e.getMessage(), e);
    }
  }

  @Override
  protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> keySpec)
      throws InvalidKeySpecException {
    if (!(key instanceof PublicKey)) {
      throw new InvalidKeySpecException(
          "Holdfast tells the numbers of public keys only, and this is a "
              + (key instanceof OpaqueKey ? "Holdfast key" : name + " private key"));
    }
    return software(factory -> factory.getKeySpec(key, keySpec), keySpec.getName());
  }

  @Override
  protected Key engineTranslateKey(Key key) throws InvalidKeyException {
    if (key instanceof OpaqueKey handle) {
      requireFits(handle.spec(), "Key " + handle.managed().id());
      return handle;
    }
    if (key instanceof PublicKey publicKey) {
      requireFits(PublicKeys.specOf(publicKey), "The public key");
      return publicKey;
    }
    if (key instanceof PrivateKey privateKey) {
      return taken(privateKey);
    }
    throw new InvalidKeyException(
        name + " keys are private or public keys, not " + (key == null ? "null" : key.getClass()));
  }

  private String name(KeySpec keySpec) throws InvalidKeySpecException {
    if (keySpec == null) {
      throw new InvalidKeySpecException("No " + name + " key can be made of null");
    }
    return keySpec.getClass().getName();
  }

  private PrivateKey taken(PrivateKey software) throws InvalidKeyException {
    try {
      ManagedKey key =
          KeyImport.pair(
              vaults.vault(Optional.empty()),
              software,
              Optional.empty(),
              spec -> requireFits(spec, "The private key"));
      return (PrivateKey) OpaqueKey.of(key);
    } catch (KeyOperationException e) {
      throw JcaErrors.atInit(e);
    }
  }

  private void requireFits(dev.holdfast.model.KeySpec spec, String which)
      throws InvalidKeyException {
    if (!form.accepts(spec)) {
      throw new InvalidKeyException(
          which + " is " + spec + ", for which the KeyFactory " + name + " is not");
    }
  }

  private interface Attempt<T> {
    T with(KeyFactory factory) throws InvalidKeySpecException, InvalidKeyException;
  }

  /** What the JDK's factory, and after it Bouncy Castle's, makes of it. */
  private <T> T software(Attempt<T> attempt, String what) throws InvalidKeySpecException {
    InvalidKeySpecException failure =
        new InvalidKeySpecException("No " + name + " key can be made of this " + what);
    for (KeyFactory factory : Factories.of(name)) {
      try {
        return attempt.with(factory);
      } catch (InvalidKeySpecException | InvalidKeyException e) {
        failure.addSuppressed(e);
      }
    }
    throw failure;
  }
}
