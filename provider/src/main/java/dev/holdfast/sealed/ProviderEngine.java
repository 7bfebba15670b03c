// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import dev.holdfast.memory.SecretMemory;
import dev.holdfast.model.Algorithm;
import dev.holdfast.model.CipherScheme;
import dev.holdfast.model.DerivationScheme;
import dev.holdfast.model.KeyOperationException;
import dev.holdfast.model.KeyOperationException.Reason;
import dev.holdfast.model.KeySpec;
import dev.holdfast.model.MacScheme;
import dev.holdfast.model.SignScheme;
import java.security.Key;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An engine over providers of the JCA: the JDK's are there on every JVM, others where their jars
 * are. The algorithms are rows in {@link SignKeys}, {@link CipherKeys} and {@link MacKeys}; keys
 * are made by {@link KeyMaking} and read by {@link KeyReading}.
 *
 * <p>What it leaves on the heap: RSA and EC keys of the JDK and of Bouncy Castle hold their numbers
 * in Java objects that cannot be wiped, and every provider's AES and HMAC makes copies of the key;
 * all of it is garbage once the operation ends, and stays in the heap until the collector reuses
 * the place. Of RSA keys the JDK keeps the private exponent beyond that, in its cache of blinding
 * parameters, which nothing empties. RSA and EC keys of the Amazon Corretto Crypto Provider lie
 * outside the heap.
 */
public final class ProviderEngine implements Engine {
  private final EngineProviders providers;

  ProviderEngine(EngineProviders providers) {
    this.providers = providers;
  }

  /**
   * The engine that a configuration names.
   *
   * @param name auto, jdk, accp or bc
   */
  public static ProviderEngine of(String name) {
    return new ProviderEngine(
        EngineProviders.of(name)
            .orElseThrow(() -> new IllegalArgumentException("No engine is called " + name)));
  }

  @Override
  public String name() {
    return providers.engineName();
  }

  @Override
  public String describe() {
    List<JcaName> ways =
        Stream.of(SignKeys.ways(), CipherKeys.ways(), MacKeys.ways(), DeriveKeys.ways())
            .flatMap(List::stream)
            .distinct()
            .toList();
    String serving =
        providers.families().stream()
            .map(family -> served(family, ways))
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    String missing =
        providers.families().stream()
            .map(ProviderFamily::missing)
            .flatMap(Optional::stream)
            .collect(Collectors.joining("; "));
    return name() + ": " + serving + (missing.isEmpty() ? "" : "; without " + missing);
  }

  /** A family that comes first for something, and for what. */
  private Optional<String> served(ProviderFamily family, List<JcaName> ways) {
    List<String> first =
        ways.stream()
            .filter(way -> providers.offering(way).filter(family::equals).isPresent())
            .map(JcaName::algorithm)
            .toList();
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(family.title() + " for " + String.join(", ", first));
  }

  @Override
  public boolean supports(Algorithm algorithm) {
    if (algorithm instanceof KeySpec spec) {
      return KeyMaking.supports(providers, spec);
    }
    return providers.families().stream().anyMatch(family -> serves(family, algorithm));
  }

  /** Whether a family computes an operation, given a key that it reads. */
  static boolean serves(ProviderFamily family, Algorithm use) {
    Optional<JcaName> way = wayOf(use);
    return way.isPresent()
        && family.find(way.get()).isPresent()
        && (!(use instanceof SignScheme scheme) || SignKeys.takes(family, scheme));
  }

  /** The algorithm of the JCA that an operation comes down to; empty where no table has it. */
  static Optional<JcaName> wayOf(Algorithm algorithm) {
    if (algorithm instanceof SignScheme scheme) {
      return SignKeys.wayOf(scheme);
    }
    if (algorithm instanceof CipherScheme scheme) {
      return CipherKeys.wayOf(scheme);
    }
    if (algorithm instanceof MacScheme scheme) {
      return MacKeys.wayOf(scheme);
    }
    if (algorithm instanceof DerivationScheme scheme) {
      return DeriveKeys.wayOf(scheme);
    }
    return Optional.empty();
  }

  @Override
  public Generated generate(KeySpec spec) throws KeyOperationException {
    if (!supports(spec)) {
      requireAny();
    }
    return KeyMaking.generate(providers, spec);
  }

  @Override
  public EngineKey load(KeySpec spec, SecretMemory material, Algorithm use)
      throws KeyOperationException {
    boolean offered = false;
    // One after the other: a family that is not reached is not loaded.
    for (ProviderFamily family : providers.families()) {
      if (offers(family, use)) {
        offered = true;
        Optional<Key> key = KeyReading.read(family, spec, material);
        if (key.isPresent()) {
          return new ProviderKey(spec, family, SharedKey.of(key.get()));
        }
      }
    }
    requireAny();
    // What a provider says can quote what it could not read, so it is not repeated.
    throw offered
        ? new KeyOperationException(Reason.WRONG_KEY, "The material is no " + spec + " key")
        : new KeyOperationException(
            Reason.UNSUPPORTED, "The engine " + name() + " does not offer " + use);
  }

  private static boolean offers(ProviderFamily family, Algorithm use) {
    return use instanceof KeySpec || serves(family, use);
  }

  /** An engine that was chosen by name and is not there is a matter of the configuration. */
  private void requireAny() throws KeyOperationException {
    if (providers.families().stream().noneMatch(ProviderFamily::isThere)) {
      throw new KeyOperationException(
          Reason.CONFIGURATION,
          "engine = "
              + name()
              + " cannot be used: "
              + providers.families().get(0).missing().orElse("it has no provider"));
    }
  }
}
