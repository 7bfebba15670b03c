// SPDX-License-Identifier: Apache-2.0
package dev.holdfast.keys;

import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * The key factories of the JDK and, after them, Bouncy Castle's: named, so that what is made does
 * not depend on which providers are registered and never comes back to Holdfast.
 *
 * <p>Safe for use by several threads.
 */
public final class Factories {
  private static final Map<String, Optional<Provider>> OF_THE_JDK = new ConcurrentHashMap<>();

  private Factories() {}

  /** Apart, since making it takes long and few need it. */
  private static final class Castle {
    private static final Provider PROVIDER = new BouncyCastleProvider();
  }

  /** An instance of Bouncy Castle's provider of our own, which is not registered. */
  public static Provider bouncyCastle() {
    return Castle.PROVIDER;
  }

  /** Whether the JDK itself knows keys of a name, such as {@code ML-DSA} since version 24. */
  public static boolean jdkKnows(String algorithm) {
    return jdk(algorithm).isPresent();
  }

  /** Every factory for keys of a name, the JDK's first. */
  public static List<KeyFactory> of(String algorithm) {
    List<KeyFactory> factories = new ArrayList<>();
    jdk(algorithm).ifPresent(provider -> add(factories, algorithm, provider));
    add(factories, algorithm, bouncyCastle());
    return factories;
  }

  private static void add(List<KeyFactory> factories, String algorithm, Provider provider) {
    try {
      factories.add(KeyFactory.getInstance(algorithm, provider));
    } catch (NoSuchAlgorithmException e) {
      // Bouncy Castle has every name that the JDK may lack, and some that it has it lacks.
    }
  }

  private static Optional<Provider> jdk(String algorithm) {
    return OF_THE_JDK.computeIfAbsent(algorithm, Factories::find);
  }

  private static Optional<Provider> find(String algorithm) {
    for (Provider provider : Security.getProviders()) {
      ClassLoader loader = provider.getClass().getClassLoader();
      boolean ofTheJdk = loader == null || loader == ClassLoader.getPlatformClassLoader();
      // A token behind it would want the keys for itself.
      if (ofTheJdk
          && !provider.getName().startsWith("SunPKCS11")
          && provider.getService("KeyFactory", algorithm) != null) {
        return Optional.of(provider);
      }
    }
    return Optional.empty();
  }
}
