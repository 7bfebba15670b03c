// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.keys.PublicKeys;
import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.EcCurve;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.KeyType;
import dev.holdfast.model.ParameterSet;
import dev.holdfast.seal.Seal;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bouncycastle.crypto.params.DESParameters;

/** Makes keys: secret keys are random bytes, key pairs come from a provider. */
final class KeyMaking {
  /** What a generator is told about the key; a type whose name says it all has no row. */
  private static final Map<KeyType, Function<KeySpec, AlgorithmParameterSpec>> PARAMETERS =
      new EnumMap<>(KeyType.class);

  static {
    PARAMETERS.put(
        KeyType.RSA, spec -> new RSAKeyGenParameterSpec(spec.bits(), RSAKeyGenParameterSpec.F4));
    PARAMETERS.put(
        KeyType.EC,
        spec -> new ECGenParameterSpec(spec.curve().map(EcCurve::jcaName).orElseThrow()));
  }

  private KeyMaking() {}

  private static JcaName generatorOf(KeySpec spec) {
    return JcaName.keyPairGenerator(
        spec.parameterSet().map(ParameterSet::jcaName).orElse(spec.jcaName()));
  }

  static boolean supports(EngineProviders providers, KeySpec spec) {
    return !spec.type().isAsymmetric()
        || providers.families().stream().anyMatch(family -> generator(family, spec).isPresent());
  }

  static Engine.Generated generate(EngineProviders providers, KeySpec spec)
      throws KeyOperationException {
    if (!spec.type().isAsymmetric()) {
      return new Engine.Generated(secret(spec), Optional.empty());
    }
    for (ProviderFamily family : providers.families()) {
      Optional<KeyPairGenerator> generator = generator(family, spec);
      if (generator.isPresent()) {
        return made(generator.get().generateKeyPair());
      }
    }
    throw new KeyOperationException(
        Reason.UNSUPPORTED,
        "The engine " + providers.engineName() + " makes no " + spec + " keys on this JVM");
  }

  private static SecretMemory secret(KeySpec spec) {
    SecretMemory material = Seal.randomSecret(spec.bits() / 8);
    if (spec.type() == KeyType.DES_EDE) {
      byte[] bytes = material.toByteArray();
      try {
        DESParameters.setOddParity(bytes);
        material.write(0, bytes, 0, bytes.length);
      } finally {
        Arrays.fill(bytes, (byte) 0);
      }
    }
    return material;
  }

  /** The public half is made anew: that of a native library is not what others know its kind by. */
  private static Engine.Generated made(KeyPair pair) throws KeyOperationException {
    byte[] pkcs8 = pair.getPrivate().getEncoded();
    try {
      PublicKey half = PublicKeys.of(pair.getPublic().getEncoded());
      return new Engine.Generated(SecretMemory.copyOf(pkcs8), Optional.of(half));
    } catch (InvalidKeySpecException e) {
      throw new KeyOperationException(
          Reason.INTERNAL, "An engine made a key pair whose public half cannot be read", e);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }

  /** A family's generator for a spec; empty where it does not know the algorithm or the curve. */
  private static Optional<KeyPairGenerator> generator(ProviderFamily family, KeySpec spec) {
    JcaName name = generatorOf(spec);
    Optional<Provider> provider = family.find(name);
    if (provider.isEmpty()) {
      return Optional.empty();
    }
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(name.algorithm(), provider.get());
      Function<KeySpec, AlgorithmParameterSpec> parameters = PARAMETERS.get(spec.type());
      if (parameters != null) {
        generator.initialize(parameters.apply(spec));
      }
      return Optional.of(generator);
    } catch (GeneralSecurityException e) {
      return Optional.empty();
    }
  }
}
