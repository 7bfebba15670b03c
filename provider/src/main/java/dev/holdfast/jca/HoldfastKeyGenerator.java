// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.jca;

import dev.holdfast.HoldfastKeySpec;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidParameterException;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;

/** Makes secret keys. The caller's {@code SecureRandom} is not used: the backend has its own. */
final class HoldfastKeyGenerator extends KeyGeneratorSpi {
  private final KeySpec defaultSpec;
  private final KeyMaker maker;

  HoldfastKeyGenerator(VaultAccess vaults, KeySpec defaultSpec) {
    this.defaultSpec = defaultSpec;
    this.maker = new KeyMaker(vaults, defaultSpec);
  }

  @Override
  protected void engineInit(SecureRandom random) {
    maker.makeSession(defaultSpec);
  }

  @Override
  protected void engineInit(int keySize, SecureRandom random) {
    try {
      maker.makeSession(sized(keySize));
    } catch (InvalidAlgorithmParameterException e) {
      throw (InvalidParameterException) new InvalidParameterException(e.getMessage()).initCause(e);
    }
  }

  @Override
  protected void engineInit(AlgorithmParameterSpec params, SecureRandom random)
      throws InvalidAlgorithmParameterException {
    if (!(params instanceof HoldfastKeySpec wish)) {
      throw new InvalidAlgorithmParameterException(
          "Holdfast makes "
              + defaultSpec.jcaName()
              + " keys from a HoldfastKeySpec or a size, not from "
              + Pss.name(params));
    }
    if (wish.curve().isPresent() || wish.parameterSet().isPresent()) {
      throw new InvalidAlgorithmParameterException(
          "An " + defaultSpec.jcaName() + " key has no curve or parameter set");
    }
    maker.makeStored(
        wish.keySize().isPresent() ? sized(wish.keySize().getAsInt()) : defaultSpec, wish);
  }

  private KeySpec sized(int bits) throws InvalidAlgorithmParameterException {
    try {
      return defaultSpec.ofSize(withParity(bits));
    } catch (IllegalArgumentException e) {
      throw new InvalidAlgorithmParameterException(e.getMessage(), e);
    }
  }

  /** The JDK counts a Triple-DES key without its parity bits. */
  private int withParity(int bits) {
    return defaultSpec.type() == KeyType.DES_EDE && bits == 168 ? 192 : bits;
  }

  @Override
  protected SecretKey engineGenerateKey() {
    return (SecretKey) OpaqueKey.of(maker.make());
  }
}
