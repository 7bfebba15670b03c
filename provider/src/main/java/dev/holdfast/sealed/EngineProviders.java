// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.sealed;

import java.security.Provider;
import java.util.List;
import java.util.Optional;

/**
 * The families of JCA providers that an engine computes with, the best first. Each algorithm is
 * served by the first family that offers it, whatever is registered in the JVM and in whatever
 * order: results do not depend on the configuration around Holdfast and never come back to it.
 */
enum EngineProviders {
  /** What is fastest and there; Bouncy Castle only for what no other has. */
  AUTO("auto", ProviderFamily.ACCP, ProviderFamily.JDK, ProviderFamily.BOUNCY_CASTLE),
  JDK("jdk", ProviderFamily.JDK),
  ACCP("accp", ProviderFamily.ACCP),
  BOUNCY_CASTLE("bc", ProviderFamily.BOUNCY_CASTLE);

  private final String engineName;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<ProviderFamily> families;

  EngineProviders(String engineName, ProviderFamily... families) {
    this.engineName = engineName;
    this.families = List.of(families);
  }

  /** The choice that a configuration names; empty if it is none. */
  static Optional<EngineProviders> of(String engineName) {
    for (EngineProviders providers : values()) {
      if (providers.engineName.equals(engineName)) {
        return Optional.of(providers);
      }
    }
    return Optional.empty();
  }

  String engineName() {
    return engineName;
  }

  /** Every family, the best first. */
  List<ProviderFamily> families() {
    return families;
  }

  /** The first family that offers an algorithm of the JCA. */
  Optional<ProviderFamily> offering(JcaName name) {
    for (ProviderFamily family : families) {
      if (family.find(name).isPresent()) {
        return Optional.of(family);
      }
    }
    return Optional.empty();
  }

  /** The first provider that offers an algorithm of the JCA. */
  Optional<Provider> find(JcaName name) {
    return offering(name).flatMap(family -> family.find(name));
  }
}
