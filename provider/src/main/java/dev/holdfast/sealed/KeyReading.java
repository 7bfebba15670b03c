// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.seal.HeapKey;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The one place where material becomes a provider's key object. */
final class KeyReading {
  /** How the size of a private key is read; a type without a row needs no more than its factory. */
  private static final Map<KeyType, SizeOf> SIZES = new EnumMap<>(KeyType.class);

  static {
    SIZES.put(KeyType.RSA, key -> ((RSAKey) key).getModulus().bitLength());
    SIZES.put(KeyType.EC, key -> ((ECKey) key).getParams().getCurve().getField().getFieldSize());
  }

  private interface SizeOf {
    int bits(PrivateKey key);
  }

  private KeyReading() {}

  /** The name of the key factory that reads keys of a spec. */
  static String factoryName(KeySpec spec) {
    return spec.parameterSet().map(ParameterSet::jcaName).orElse(spec.jcaName());
  }

  /**
   * The material as a key of a family; empty if the family does not read it.
   *
   * @throws KeyOperationException with reason WRONG_KEY if it is a key of another size
   */
  static Optional<Key> read(ProviderFamily family, KeySpec spec, SecretMemory material)
      throws KeyOperationException {
    if (!spec.type().isAsymmetric()) {
      requireSize(spec, material.size() * 8);
      return Optional.of(HeapKey.copyOf(material, spec.jcaName()));
    }
    Optional<Provider> provider = family.find(JcaName.keyFactory(factoryName(spec)));
    if (provider.isEmpty() || isReadInVain(family, spec)) {
      return Optional.empty();
    }
    Optional<PrivateKey> key = parse(provider.get(), spec, material);
    SizeOf size = SIZES.get(spec.type());
    if (key.isPresent() && size != null) {
      requireSize(spec, size.bits(key.get()));
    }
    return key.map(Key.class::cast);
  }

  /** The JDK reads keys of curves with which it does not compute. */
  private static boolean isReadInVain(ProviderFamily family, KeySpec spec) {
    return family == ProviderFamily.JDK
        && spec.curve().filter(curve -> !curve.isNist()).isPresent();
  }

  private static Optional<PrivateKey> parse(
      Provider provider, KeySpec spec, SecretMemory material) {
    byte[] pkcs8 = material.toByteArray();
    try {
      return Optional.of(
          KeyFactory.getInstance(factoryName(spec), provider)
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  private static void requireSize(KeySpec spec, int bits) throws KeyOperationException {
    if (bits != spec.bits()) {
      throw new KeyOperationException(
          Reason.WRONG_KEY, "The material is a key of " + bits + " bits, not " + spec);
    }
  }
}
