// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.kms.ManagedKey;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * Makes key pairs. The caller's {@code SecureRandom} is not used: the backend has its own.
 *
 * <p>A whole {@link KeyPairGenerator} and no bare SPI, because the JDK wraps an SPI so that a
 * failure here would go on, silently, to a provider whose keys can be read.
 */
final class HoldfastKeyPairGenerator extends KeyPairGenerator {
  private static final Set<KeyType> SIZED = EnumSet.of(KeyType.XDH, KeyType.ED);

  private final KeyType type;
  private final KeySpec defaultSpec;
  private final boolean fixed;
  private final KeyMaker maker;

  HoldfastKeyPairGenerator(VaultAccess vaults, String name, GeneratorRows.Generator form) {
    super(name);
    this.type = form.defaults().type();
    this.defaultSpec = form.defaults();
    this.fixed = form.fixed();
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
      return named(wish.curve().get());
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
    if (params instanceof NamedParameterSpec named) {
      return named(named.getName());
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
    if (defaultSpec.parameterSet().isPresent()) {
      // Curves are told by their size; of the rest a number says nothing.
      return of(
          bits + " bits",
          ParameterSet.of(type).stream()
              .filter(set -> SIZED.contains(type) && set.bits() == bits)
              .findFirst());
    }
    try {
      return KeySpec.rsa(bits);
    } catch (IllegalArgumentException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
  }

  private KeySpec named(String name) throws InvalidAlgorithmParameterException {
    return defaultSpec.parameterSet().isPresent()
        ? of(name, ParameterSet.ofName(name))
        : onCurve(name, EcCurve.ofName(name));
  }

  private KeySpec of(String asked, Optional<ParameterSet> set)
      throws InvalidAlgorithmParameterException {
    KeySpec spec = set.filter(each -> each.type() == type).map(KeySpec::of).orElse(null);
    if (spec == null || (fixed && !spec.equals(defaultSpec))) {
      throw new InvalidAlgorithmParameterException(
          "Holdfast makes no " + getAlgorithm() + " keys with " + asked);
    }
    return spec;
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
