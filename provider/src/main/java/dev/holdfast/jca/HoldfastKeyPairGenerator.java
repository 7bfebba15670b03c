// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.jca.GeneratorRows.Generator;
import dev.holdfast.keys.EcParameters;
import dev.holdfast.keys.PssKeys;
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
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes key pairs of every type. The caller's {@code SecureRandom} is not used: the backend has its
 * own.
 *
 * <p>A whole {@link KeyPairGenerator} and no bare SPI, because the JDK wraps an SPI so that a
 * failure here would go on, silently, to a provider whose keys can be read.
 */
final class HoldfastKeyPairGenerator extends KeyPairGenerator {
  private final KeyType type;
  private final Generator form;
  private final KeyMaker maker;

  HoldfastKeyPairGenerator(VaultAccess vaults, String name, Generator form) {
    super(name);
    this.type = form.defaults().type();
    this.form = form;
    this.maker = new KeyMaker(vaults, form.defaults());
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
    Optional<String> named = wish.curve().or(wish::parameterSet);
    if (named.isPresent()) {
      return named(named.get());
    }
    return wish.keySize().isPresent() ? sized(wish.keySize().getAsInt()) : form.defaults();
  }

  private KeySpec spec(AlgorithmParameterSpec params) throws InvalidAlgorithmParameterException {
    if (params instanceof RSAKeyGenParameterSpec rsa && isRsa()) {
      return rsa(rsa);
    }
    // ECGenParameterSpec is one of these.
    if (params instanceof NamedParameterSpec named) {
      return named(named.getName());
    }
    if (params instanceof ECParameterSpec explicit && type == KeyType.EC) {
      return EcParameters.curve(explicit)
          .map(KeySpec::ec)
          .orElseThrow(() -> unknown("these parameters"));
    }
    throw new InvalidAlgorithmParameterException(
        "Holdfast makes no " + getAlgorithm() + " keys from " + Pss.name(params));
  }

  private boolean isRsa() {
    return type == KeyType.RSA || type == KeyType.RSA_PSS;
  }

  private KeySpec rsa(RSAKeyGenParameterSpec params) throws InvalidAlgorithmParameterException {
    AlgorithmParameterSpec bound = params.getKeyParams();
    if (!RSAKeyGenParameterSpec.F4.equals(params.getPublicExponent())
        || (bound != null && type == KeyType.RSA)) {
      throw new InvalidAlgorithmParameterException(
          "Holdfast makes RSA keys with the public exponent 65537 and no parameters; those that"
              + " sign with some of RSASSA-PSS alone come from the KeyPairGenerator RSASSA-PSS");
    }
    KeySpec spec = sized(params.getKeysize());
    return bound == null
        ? spec
        : KeySpec.rsaPss(spec.bits(), PssKeys.parameters(Pss.parameters(bound)));
  }

  private KeySpec sized(int bits) throws InvalidAlgorithmParameterException {
    if (type == KeyType.EC) {
      return EcCurve.ofBits(bits).map(KeySpec::ec).orElseThrow(() -> unknown(bits + " bits"));
    }
    if (isRsa()) {
      try {
        return form.defaults().ofSize(bits);
      } catch (IllegalArgumentException e) {
        throw new InvalidAlgorithmParameterException(e.getMessage(), e);
      }
    }
    // The JDK tells the curves of EdDSA and XDH by their sizes as well, and nothing newer.
    if (type == KeyType.ED || type == KeyType.XDH) {
      for (ParameterSet set : ParameterSet.of(type)) {
        if (set.bits() == bits && form.makes(set)) {
          return KeySpec.of(set);
        }
      }
    }
    throw unknown(bits + " bits");
  }

  private KeySpec named(String name) throws InvalidAlgorithmParameterException {
    if (isRsa()) {
      throw new InvalidAlgorithmParameterException("An RSA key has no curve");
    }
    Optional<KeySpec> spec =
        type == KeyType.EC
            ? EcCurve.ofName(name).map(KeySpec::ec)
            : ParameterSet.ofName(name).filter(form::makes).map(KeySpec::of);
    return spec.orElseThrow(() -> unknown(name));
  }

  private InvalidAlgorithmParameterException unknown(String asked) {
    String known =
        type == KeyType.EC
            ? "P-256, P-384, P-521, secp256k1 and brainpoolP256r1, P384r1 and P512r1"
            : Arrays.stream(ParameterSet.values())
                .filter(form::makes)
                .map(ParameterSet::jcaName)
                .collect(Collectors.joining(", "));
    return new InvalidAlgorithmParameterException(
        "Holdfast makes " + getAlgorithm() + " keys of " + known + ", not of " + asked);
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
