// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Optional;

/**
 * Makes RSA and EC key pairs. The caller's {@code SecureRandom} is not used: the backend has its
 * own.
 *
 * <p>A whole {@link KeyPairGenerator} and no bare SPI, because the JDK wraps an SPI so that a
 * failure here would go on, silently, to a provider whose keys can be read.
 */
final class HoldfastKeyPairGenerator extends KeyPairGenerator {
  private final KeyType type;
  private final KeySpec defaultSpec;
  private final KeyMaker maker;

  HoldfastKeyPairGenerator(VaultAccess vaults, KeySpec defaultSpec) {
    super(defaultSpec.jcaName());
    this.type = defaultSpec.type();
    this.defaultSpec = defaultSpec;
    this.maker = new KeyMaker(vaults, defaultSpec);
  }

  @Override
  public void initialize(int keySize, SecureRandom random) {
    try {
      maker.makeSession(sized(keySize));
    } catch (InvalidAlgorithmParameterException e) {
      throw (InvalidParameterException) new InvalidParameterException(e.getMessage()).initCause(e);
    }
  }

  @Override
  public void initialize(AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (params instanceof HoldfastKeySpec wish) {
      maker.makeStored(spec(wish), wish);
    } else {
      maker.makeSession(spec(params));
    }
  }

  private KeySpec spec(HoldfastKeySpec wish) throws InvalidAlgorithmParameterException {
    if (wish.curve().isPresent()) {
      return onCurve(wish.curve().get(), EcCurve.ofName(wish.curve().get()));
    }
    return wish.keySize().isPresent() ? sized(wish.keySize().getAsInt()) : defaultSpec;
  }

  private KeySpec spec(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
    if (params instanceof RSAKeyGenParameterSpec rsa && type == KeyType.RSA) {
      if (!RSAKeyGenParameterSpec.F4.equals(rsa.getPublicExponent())
          || rsa.getKeyParams() != null) {
        throw new InvalidAlgorithmParameterException(
            "Holdfast makes RSA keys with the public exponent 65537 and no parameters");
      }
      return sized(rsa.getKeysize());
    }
    if (params instanceof ECGenParameterSpec named) {
      return onCurve(named.getName(), EcCurve.ofName(named.getName()));
    }
    if (params instanceof ECParameterSpec explicit) {
      return onCurve("these parameters", Curves.of(explicit));
    }
    throw new InvalidAlgorithmParameterException(
        "Holdfast makes no " + type + " keys from " + Pss.name(params));
  }

  private KeySpec sized(int bits) throws InvalidAlgorithmParameterException {
    if (type == KeyType.EC) {
      return onCurve(bits + " bits", EcCurve.ofBits(bits));
    }
    try {
      return KeySpec.rsa(bits);
    } catch (IllegalArgumentException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
  }

  private KeySpec onCurve(String asked, Optional<EcCurve> curve)
      throws InvalidAlgorithmParameterException {
    if (type != KeyType.EC) {
      throw new InvalidAlgorithmParameterException("An " + type + " key has no curve");
    }
    return curve
        .map(KeySpec::ec)
        .orElseThrow(
            () ->
                new InvalidAlgorithmParameterException(
                    "Holdfast makes EC keys on P-256, P-384 and P-521, not with " + asked));
  }

  @Override
  public KeyPair generateKeyPair() {
    ManagedKey key = maker.make();
    return new KeyPair(
        key.publicKey()
            .orElseThrow(() -> new ProviderException("Key " + key.id() + " has no public half")),
        (PrivateKey) OpaqueKey.of(key));
  }
}
